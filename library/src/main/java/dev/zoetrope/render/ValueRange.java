package dev.zoetrope.render;

/**
 * The values at the ends of a colormap. Values beyond them get the colour of the nearer end.
 *
 * <pre>{@code
 * ValueRange range = ValueRange.symmetric(2.5f);
 * }</pre>
 *
 * @param low the value of the lowest level
 * @param high the value of the highest level
 */
public record ValueRange(float low, float high) {

  /** −1…+1, the range of tanh. */
  public static final ValueRange UNIT = new ValueRange(-1, 1);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException unless both values are finite and {@code low} is below {@code
   *     high}
   */
  public ValueRange {
    if (!(low < high) || !Float.isFinite(high - low)) {
      throw new IllegalArgumentException("range " + low + "…" + high);
    }
  }

  /**
   * Returns −magnitude…+magnitude.
   *
   * @throws IllegalArgumentException unless the magnitude is finite and above 0
   */
  public static ValueRange symmetric(float magnitude) {
    return new ValueRange(-magnitude, magnitude);
  }

  /**
   * Returns a range that contains every finite value and suits the colormap: symmetric about 0 for
   * a diverging one, and from 0 for a sequential one unless there are negative values. If all
   * values are 0 or none is finite, it extends to 1.
   */
  public static ValueRange covering(float[] values, Colormap colormap) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      if (Float.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    return covering(min, max, colormap);
  }

  static ValueRange covering(float min, float max, Colormap colormap) {
    float low = Math.min(0, min);
    float high = Math.max(0, max);
    // Very large values would make the width overflow.
    float magnitude = Math.min(Math.max(-low, high), Float.MAX_VALUE / 4);
    if (!(magnitude > Float.MIN_NORMAL)) {
      return colormap.diverging() ? UNIT : new ValueRange(0, 1);
    }
    if (colormap.diverging()) {
      return symmetric(magnitude);
    }
    return new ValueRange(Math.max(low, -magnitude), Math.min(high, magnitude));
  }

  /** Returns the palette index of a value: its level, or {@link Palette#NAN}. */
  public int index(float value) {
    return index(value, low, scale());
  }

  /** Returns the number of levels per unit of value. */
  float scale() {
    return (Palette.LEVELS - 1) / (high - low);
  }

  static int index(float value, float low, float scale) {
    if (Float.isNaN(value)) {
      return Palette.NAN;
    }
    float level = (value - low) * scale + 0.5f;
    if (level >= Palette.LEVELS) {
      return Palette.LEVELS - 1;
    }
    return level > 0 ? (int) level : 0;
  }
}
