package dev.zoetrope.capture;

/**
 * How to reduce layers that are too large.
 *
 * <pre>{@code
 * ActivationRecorder.to(file).probes(images).maxBytesPerFrame(1 << 20, ReduceBy.POOLING).build();
 * }</pre>
 */
public enum ReduceBy {
  /**
   * Records some of the channels (or units), evenly spaced; if a single channel is still too large,
   * also averages squares of positions.
   */
  CHANNELS,
  /**
   * Averages squares of positions; if one value per channel is still too much, as in dense layers,
   * which have no positions, also leaves out channels.
   */
  POOLING
}
