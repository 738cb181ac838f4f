package dev.zoetrope.capture;

import dev.zoetrope.recording.WeightPrecision;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * How weights are kept, and at which steps.
 *
 * @param precision how they are stored
 * @param steps the steps at which they are kept; empty for a choice by the network's size
 */
record WeightsPolicy(WeightPrecision precision, Optional<LongPredicate> steps) {

  /** Compact weights, at all steps if the network is small. */
  static final WeightsPolicy USUAL = new WeightsPolicy(WeightPrecision.COMPACT, Optional.empty());

  /** The largest network whose weights are kept at every step unless told otherwise. */
  private static final int SMALL = 1_000_000;

  /** The largest network whose weights are kept at some steps unless told otherwise. */
  private static final int LARGE = 100_000_000;

  private static final int PER_DECADE = 10;

  /**
   * Decides for a network.
   *
   * @param values the number of values of all parameters
   */
  WeightsPolicy settled(int values) {
    if (precision == WeightPrecision.NONE || steps.isPresent()) {
      return this;
    }
    if (values > LARGE) {
      return new WeightsPolicy(WeightPrecision.NONE, steps);
    }
    LongPredicate chosen = values <= SMALL ? step -> true : Schedules.logarithmic(PER_DECADE);
    return new WeightsPolicy(precision, Optional.of(chosen));
  }

  /** Says what was decided, where it is not what was asked for; empty if it is. */
  Optional<String> remark(int values) {
    if (precision == WeightPrecision.NONE || steps.isPresent() || values <= SMALL) {
      return Optional.empty();
    }
    String parameters = String.format(Locale.ROOT, "%,d", values);
    return Optional.of(
        values > LARGE
            ? "the network has %s parameters, so its weights are not kept; choose steps with weights(precision, steps) to keep them"
                .formatted(parameters)
            : "the network has %s parameters, so its weights are kept at %s steps of each power of ten; choose others with weights(precision, steps)"
                .formatted(parameters, PER_DECADE));
  }
}
