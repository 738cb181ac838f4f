package dev.zoetrope.training;

import java.time.Duration;

/**
 * The result of a run.
 *
 * <pre>{@code
 * TrainingConfiguration configuration = TrainingConfiguration.builder().epochs(1).build();
 * TrainingResult result = new TrainingRun(Mnist.load(), configuration).run(TrainingObserver.NONE);
 * System.out.println(result.testAccuracy());
 * }</pre>
 *
 * @param steps the number of optimizer updates
 * @param cancelled whether the observer ended it early
 * @param testAccuracy the share of the test images that were classified correctly after the last
 *     whole epoch, 0…1; NaN if no epoch was completed
 * @param trainingTime the time spent in steps, including recording but not tests
 */
public record TrainingResult(
    int steps, boolean cancelled, float testAccuracy, Duration trainingTime) {}
