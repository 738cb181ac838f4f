package dev.zoetrope.zarr;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;

/**
 * Conversion between float32 and float16 (IEEE 754-2019, binary16), rounding to nearest even. On
 * JDK 20 and later, the JDK's methods are used, which compile to processor instructions; the
 * results are the same.
 */
public final class Half {

  /** A quiet NaN. */
  public static final short NAN = 0x7e00;

  /** The largest finite value. */
  public static final float MAX_VALUE = 65504;

  /** The smallest value that rounds to infinity. */
  public static final float OVERFLOW = 65520;

  /** Positive infinity. */
  public static final short INFINITY = 0x7c00;

  private static final int FLOAT_MANTISSA_BITS = 23;
  private static final int HALF_MANTISSA_BITS = 10;
  private static final int SHIFT = FLOAT_MANTISSA_BITS - HALF_MANTISSA_BITS;
  private static final int SMALLEST_NORMAL_EXPONENT = -14;
  private static final float SMALLEST_SUBNORMAL = 0x1p-24f;

  private static final MethodHandle FROM_FLOAT = handle("fromFloat", "floatToFloat16", short.class);
  private static final MethodHandle TO_FLOAT = handle("toFloat", "float16ToFloat", float.class);

  private Half() {}

  private static MethodHandle handle(String own, String ofJdk, Class<?> to) {
    MethodType type = MethodType.methodType(to, to == short.class ? float.class : short.class);
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    try {
      try {
        return lookup.findStatic(Float.class, ofJdk, type);
      } catch (NoSuchMethodException e) {
        return lookup.findStatic(Portable.class, own, type);
      }
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /** Returns the nearest float16; values that are too large become infinite, NaN stays NaN. */
  public static short fromFloat(float value) {
    if (Float.isNaN(value)) {
      return NAN; // the same NaN on every JDK and processor
    }
    try {
      return (short) FROM_FLOAT.invokeExact(value);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns the float32 with the same value. */
  public static float toFloat(short half) {
    try {
      return (float) TO_FLOAT.invokeExact(half);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** For JDK 17 to 19. */
  static final class Portable {

    private Portable() {}

    static short fromFloat(float value) {
      int bits = Float.floatToRawIntBits(value);
      int sign = bits >>> 16 & 0x8000;
      float magnitude = Math.abs(value);
      if (magnitude >= OVERFLOW) {
        return (short) (sign | INFINITY);
      }
      if (magnitude < 0x1p-14f) {
        // The division is exact, and a subnormal's bits count multiples of the smallest subnormal.
        return (short) (sign | (int) Math.rint(magnitude / SMALLEST_SUBNORMAL));
      }
      int rebiased = (bits & 0x7fffffff) - (127 - 15 << FLOAT_MANTISSA_BITS);
      int roundToEven = (1 << SHIFT - 1) - 1 + (rebiased >>> SHIFT & 1);
      return (short) (sign | rebiased + roundToEven >>> SHIFT);
    }

    static float toFloat(short half) {
      int exponent = half >>> HALF_MANTISSA_BITS & 0x1f;
      int mantissa = half & 0x3ff;
      float magnitude;
      if (exponent == 0) {
        magnitude = mantissa * SMALLEST_SUBNORMAL;
      } else if (exponent == 0x1f) {
        magnitude = mantissa == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
      } else {
        int unbiased = exponent - 1 + SMALLEST_NORMAL_EXPONENT;
        magnitude = Float.intBitsToFloat(unbiased + 127 << FLOAT_MANTISSA_BITS | mantissa << SHIFT);
      }
      return half < 0 ? -magnitude : magnitude;
    }
  }
}
