package dev.zoetrope.recording;

import java.nio.ByteBuffer;

/**
 * Statistics of one channel at one step, over all probes and positions, from the exact values.
 *
 * @param min smallest finite value, NaN where there is none
 * @param max largest finite value, NaN where there is none
 * @param mean arithmetic mean; not finite if any value is not
 * @param std population standard deviation, √(E[x²] − E[x]²); not finite if any value is not
 */
public record Statistics(float min, float max, float mean, float std) {

  /** Number of statistics, the length of the last axis of {@code statistics} arrays. */
  static final int COUNT = 4;

  /** Returns whether every value was finite. */
  public boolean finite() {
    return Float.isFinite(mean);
  }

  /**
   * Appends the statistics of each channel to {@code out}.
   *
   * @param values [probe, channel, inner]
   * @return how many values were NaN or infinite
   */
  static long write(float[] values, int channels, int inner, ByteBuffer out) {
    long notFinite = 0;
    for (int channel = 0; channel < channels; channel++) {
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      double sum = 0;
      double squares = 0;
      int count = 0;
      for (int start = channel * inner; start < values.length; start += channels * inner) {
        for (int i = start; i < start + inner; i++) {
          float value = values[i];
          sum += value;
          squares += (double) value * value;
          if (Float.isFinite(value)) {
            min = Math.min(min, value);
            max = Math.max(max, value);
            count++;
          }
        }
      }
      int all = values.length / channels;
      notFinite += all - count;
      double mean = sum / all;
      out.putFloat(count == 0 ? Float.NaN : min);
      out.putFloat(count == 0 ? Float.NaN : max);
      out.putFloat((float) mean);
      out.putFloat((float) Math.sqrt(Math.max(0, squares / all - mean * mean)));
    }
    return notFinite;
  }
}
