package dev.zoetrope.recording;

/**
 * How precisely weights are stored.
 *
 * <pre>{@code
 * ActivationRecorder.to(file).probes(images).weights(WeightPrecision.EXACT).build();
 * }</pre>
 */
public enum WeightPrecision {
  /**
   * Weights as int16 levels, which change only when the exact weight has moved by 0.9 of a level,
   * so the error is below 0.9 of a level; {@link Recording#weightLevels} returns the levels' sizes.
   * Biases, normalization parameters and running statistics are stored exactly.
   */
  COMPACT,
  /** All parameters as float32. */
  EXACT,
  /** No parameters. */
  NONE
}
