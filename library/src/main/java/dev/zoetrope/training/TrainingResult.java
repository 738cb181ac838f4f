package dev.zoetrope.training;

import java.time.Duration;

/**
 * The result of a run.
 *
 * @param steps optimizer updates applied
 * @param cancelled whether the observer ended it early
 * @param testAccuracy share of the test images classified correctly after the last whole epoch; NaN
 *     if there was none
 * @param trainingTime time spent in steps, recording included, tests excluded
 */
public record TrainingResult(
    int steps, boolean cancelled, float testAccuracy, Duration trainingTime) {}
