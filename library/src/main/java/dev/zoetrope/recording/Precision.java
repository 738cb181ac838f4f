package dev.zoetrope.recording;

import dev.zoetrope.zarr.DataType;

/**
 * How precisely activations are stored.
 *
 * <pre>{@code
 * ActivationRecorder.to(file).probes(images).precision(Precision.FLOAT32).build();
 * }</pre>
 */
public enum Precision {
  /** {@link #INT8} if the activation is bounded, {@link #FLOAT16} if it is not. */
  AUTO(null),
  /**
   * 255 levels from −bound to +bound, and one more for NaN. A stored value changes only when the
   * exact one has moved by 0.9 of a level, so the error is below one level: {@code bound / 127}.
   */
  INT8(DataType.INT8),
  /** IEEE 754 binary16: 11 significant bits, up to 65504. */
  FLOAT16(DataType.FLOAT16),
  /** Exactly what the network computed. */
  FLOAT32(DataType.FLOAT32);

  private final DataType dataType;

  Precision(DataType dataType) {
    this.dataType = dataType;
  }

  DataType dataType() {
    return dataType;
  }
}
