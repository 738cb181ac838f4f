package dev.zoetrope.recording;

import java.util.List;

/**
 * Rounds weights to levels and back. A level is kept until the weight has moved by 0.9 of a level,
 * so that it seldom changes. The size of the levels is chosen anew for each group of checkpoints,
 * from the magnitude of each parameter. Not thread-safe.
 */
final class LevelCodec {

  /** Means "not a level": the exact value, perhaps NaN, lies in {@code outlier}. */
  static final short NO_LEVEL = Short.MIN_VALUE;

  private static final float LARGEST_LEVEL = Short.MAX_VALUE;
  private static final float HOLD = 0.9f;

  /** Adding and subtracting this rounds to a whole number, to even at halves; |x| ≤ 2²². */
  private static final float ROUNDING = 0x1.8p23f;

  /** How many levels a parameter's root mean square has: the more, the fewer values it has. */
  private static final int LEVELS_OF_MANY = 176;

  private static final int LEVELS_OF_SOME = 768;
  private static final int LEVELS_OF_FEW = 3072;
  private static final int MANY = 1 << 16;
  private static final int SOME = 1 << 13;

  /** The level of a parameter whose values are all zero, or not finite. */
  private static final float USUAL_SCALE = 0x1p-14f;

  private final List<WeightsLayout.Place> places;
  private final float[] scales;
  private final float[] held;
  private boolean fresh;

  LevelCodec(WeightsLayout layout) {
    places = layout.coarse();
    scales = new float[places.size()];
    held = new float[layout.levels()];
  }

  /** Chooses the levels of a group from the values at its first checkpoint. */
  float[] begin(float[] values) {
    for (int i = 0; i < scales.length; i++) {
      scales[i] = scale(values, places.get(i));
    }
    fresh = true;
    return scales;
  }

  private static float scale(float[] values, WeightsLayout.Place place) {
    double squares = 0;
    int finite = 0;
    for (int i = place.from(); i < place.from() + place.values(); i++) {
      if (Float.isFinite(values[i])) {
        squares += (double) values[i] * values[i];
        finite++;
      }
    }
    int levels =
        place.values() >= MANY
            ? LEVELS_OF_MANY
            : place.values() >= SOME ? LEVELS_OF_SOME : LEVELS_OF_FEW;
    float scale = finite == 0 ? 0 : (float) (Math.sqrt(squares / finite) / levels);
    // A level must be a normal number that has a reciprocal.
    return scale >= 0x1p-120f && scale <= 0x1p120f ? scale : USUAL_SCALE;
  }

  /**
   * Rounds the values of a checkpoint.
   *
   * @param row receives the levels, little endian, from its beginning
   * @return whether some values have no level
   */
  boolean encode(float[] values, byte[] row) {
    boolean outliers = false;
    for (int i = 0; i < scales.length; i++) {
      WeightsLayout.Place place = places.get(i);
      float worst = hold(values, place, 1 / scales[i]);
      outliers |= !(worst <= LARGEST_LEVEL);
    }
    fresh = false;
    for (int i = 0; i < held.length; i++) {
      short level = Math.abs(held[i]) <= LARGEST_LEVEL ? (short) held[i] : NO_LEVEL;
      Rows.SHORT.set(row, i * Short.BYTES, level);
    }
    return outliers;
  }

  /** Updates the held levels; returns the largest magnitude, NaN if any value is NaN. */
  private float hold(float[] values, WeightsLayout.Place place, float perLevel) {
    float worst = 0;
    float hold = fresh ? 0 : HOLD;
    int from = place.from() - place.offset();
    for (int i = place.offset(); i < place.offset() + place.values(); i++) {
      float exact = values[from + i] * perLevel;
      float before = held[i];
      float nearest = (exact + ROUNDING) - ROUNDING;
      // Comparisons with NaN are false, so NaN never counts as staying.
      float level = Math.abs(exact - before) < hold ? before : nearest;
      held[i] = level;
      worst = Math.max(worst, Math.abs(level));
    }
    return worst;
  }

  /** Returns the value that a level stands for. */
  static float value(short level, float scale) {
    return level == NO_LEVEL ? Float.NaN : level * scale;
  }
}
