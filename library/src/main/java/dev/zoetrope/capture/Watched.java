package dev.zoetrope.capture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import dev.zoetrope.recording.Precision;
import java.util.function.Function;

/**
 * What a recorder takes into a frame.
 *
 * @param layers chooses the blocks whose outputs are recorded
 * @param precision how exactly outputs are stored
 * @param inputs makes the network's inputs of the probes
 * @param budget how large a frame may be
 * @param weights chooses, among the recorded layers, those whose weights are recorded too; null for
 *     none
 * @param gradientNorms whether the norms of the parameters' gradients are recorded
 * @param updateRatios whether it is recorded how far the parameters move
 */
record Watched(
    BlockSelector layers,
    Precision precision,
    Function<NDArray, NDList> inputs,
    FrameBudget budget,
    BlockSelector weights,
    boolean gradientNorms,
    boolean updateRatios) {

  static final String GRADIENT_NORM = "gradient_norm";
  static final String UPDATE_RATIO = "update_ratio";
}
