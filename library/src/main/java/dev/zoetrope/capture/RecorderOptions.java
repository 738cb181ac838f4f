package dev.zoetrope.capture;

import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongPredicate;

/**
 * The options of a recorder.
 *
 * @param probes the inputs to run the network on
 * @param globs the patterns that chose layers, each of which must match some; empty if a selector
 *     chose them or no choice was made
 * @param layers chooses the blocks whose outputs are recorded
 * @param chosen whether layers were chosen explicitly, so that some must be found
 * @param precision the precision of stored outputs
 * @param budget the largest size of a frame
 * @param weights how weights are kept, and when
 * @param developing is told of the progress of computing activations after training; empty if they
 *     are recorded while the network trains
 * @param gradientNorms whether the norms of the parameters' gradients are recorded
 * @param updateRatios whether the relative changes of the parameters are recorded
 * @param steps which steps are recorded
 * @param maxOverhead the share of training time that recording may take; empty for no limit
 * @param name the run's name
 * @param plannedFrames the expected number of frames; 0 if unknown
 * @param durable whether commits survive a power failure
 * @param details details about the run
 */
record RecorderOptions(
    ProbeInputs probes,
    List<String> globs,
    BlockSelector layers,
    boolean chosen,
    Precision precision,
    FrameBudget budget,
    WeightsPolicy weights,
    Optional<Progress> developing,
    boolean gradientNorms,
    boolean updateRatios,
    LongPredicate steps,
    OptionalDouble maxOverhead,
    String name,
    int plannedFrames,
    boolean durable,
    Map<String, Object> details) {

  static final String GRADIENT_NORM = "gradient_norm";
  static final String UPDATE_RATIO = "update_ratio";

  /** Returns whether activations are computed after training. */
  boolean deferred() {
    return developing.isPresent();
  }

  /** Returns whether the recorder itself writes a {@link Series} of this name. */
  static boolean isReserved(String name) {
    return name.equals(GRADIENT_NORM) || name.equals(UPDATE_RATIO);
  }
}
