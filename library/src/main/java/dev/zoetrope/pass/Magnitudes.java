package dev.zoetrope.pass;

import dev.zoetrope.recording.Precision;
import java.nio.FloatBuffer;
import java.util.OptionalDouble;

/** The magnitudes of a layer's values, and the precision in which they can be stored. */
final class Magnitudes {

  /** The range within which float16 leaves room to shrink or grow a thousandfold. */
  private static final float SMALLEST_FOR_FLOAT16 = 0x1p-10f;

  private static final float LARGEST_FOR_FLOAT16 = 0x1p10f;

  private Magnitudes() {}

  /** Returns the largest finite magnitude, or 0 if there is none. */
  static float largest(FloatBuffer values) {
    float largest = 0;
    float[] some = new float[Math.min(values.limit(), 8192)];
    for (int from = 0; from < values.limit(); from += some.length) {
      int count = Math.min(some.length, values.limit() - from);
      values.get(from, some, 0, count);
      largest = Math.max(largest, largest(some, count));
    }
    return largest;
  }

  private static float largest(float[] values, int count) {
    float largest = 0;
    for (int i = 0; i < count; i++) {
      float magnitude = Math.abs(values[i]);
      largest = magnitude > largest && magnitude <= Float.MAX_VALUE ? magnitude : largest;
    }
    return largest;
  }

  /**
   * Returns the precision to store. Without a bound it is never int8, and float16 only if the range
   * fits.
   *
   * @param largest the largest magnitude before training
   */
  static Precision precision(Precision wanted, OptionalDouble bound, float largest) {
    if (bound.isPresent() || wanted == Precision.FLOAT16 || wanted == Precision.FLOAT32) {
      return wanted;
    }
    boolean fits =
        largest == 0 || largest >= SMALLEST_FOR_FLOAT16 && largest <= LARGEST_FOR_FLOAT16;
    return fits ? Precision.FLOAT16 : Precision.FLOAT32;
  }
}
