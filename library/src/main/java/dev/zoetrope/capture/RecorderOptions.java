package dev.zoetrope.capture;

import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Series;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.LongPredicate;

/**
 * What a recorder takes, and how.
 *
 * @param probes what is fed through the network
 * @param globs the patterns that chose layers, each of which must give some; empty where a selector
 *     did, or nobody
 * @param layers chooses the blocks whose outputs are recorded
 * @param chosen whether somebody chose layers, so that there must be some
 * @param precision how exactly outputs are stored
 * @param budget how large a frame may be
 * @param weights chooses, among the recorded layers, those whose weights are recorded too; null for
 *     none
 * @param gradientNorms whether the norms of the parameters' gradients are recorded
 * @param updateRatios whether it is recorded how far the parameters move
 * @param steps which steps are recorded
 * @param maxOverhead by what share of its time training may be slowed; empty for no limit
 * @param name the run's name
 * @param plannedFrames how many frames there will be; 0 if that is not known
 * @param durable whether commits survive power loss
 * @param details what is kept about the run
 */
record RecorderOptions(
    ProbeInputs probes,
    List<String> globs,
    BlockSelector layers,
    boolean chosen,
    Precision precision,
    FrameBudget budget,
    BlockSelector weights,
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

  /** Returns whether a {@link Series} of this name is made by the recorder itself. */
  static boolean isReserved(String name) {
    return name.equals(GRADIENT_NORM) || name.equals(UPDATE_RATIO);
  }
}
