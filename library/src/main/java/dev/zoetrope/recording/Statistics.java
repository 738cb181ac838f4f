package dev.zoetrope.recording;

import java.nio.ByteBuffer;

/**
 * Statistics of one channel at one step, over all probes and positions, computed from the exact
 * values.
 *
 * <pre>{@code
 * for (Statistics channel : recording.statistics("conv1", 0)) {
 *   System.out.println(channel.mean() + " +- " + channel.std());
 * }
 * }</pre>
 *
 * @param min the smallest finite value; NaN if there is none
 * @param max the largest finite value; NaN if there is none
 * @param mean the arithmetic mean; not finite if any value is not
 * @param std the population standard deviation, √(E[x²] − E[x]²); not finite if any value is not
 */
public record Statistics(float min, float max, float mean, float std) {

  /** The number of statistics: the length of the last axis of {@code statistics} arrays. */
  static final int COUNT = 4;

  /** Returns whether every value was finite. */
  public boolean finite() {
    return Float.isFinite(mean);
  }

  /** Reads what {@link #write} wrote for one channel. */
  static Statistics read(ByteBuffer in) {
    return new Statistics(in.getFloat(), in.getFloat(), in.getFloat(), in.getFloat());
  }

  /**
   * Appends the statistics of each channel to {@code out}.
   *
   * @param values [probe, channel, inner]
   * @return how many values were NaN or infinite
   */
  static long write(float[] values, int channels, int inner, ByteBuffer out) {
    long notFinite = 0;
    int perChannel = values.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      float min = Float.POSITIVE_INFINITY;
      float max = Float.NEGATIVE_INFINITY;
      double sum = 0;
      double squares = 0;
      for (int start = channel * inner; start < values.length; start += channels * inner) {
        for (int i = start; i < start + inner; i++) {
          float value = values[i];
          double exact = value;
          sum += exact;
          squares += exact * exact;
          // Comparing is much faster than Math.min, and ignores NaN, as it should.
          min = value < min ? value : min;
          max = value > max ? value : max;
        }
      }
      // A sum of floats cannot overflow a double: it is finite if and only if all of them are.
      if (Double.isFinite(sum)) {
        out.putFloat(min);
        out.putFloat(max);
      } else {
        notFinite += writeFiniteExtremes(values, channel, channels, inner, out);
      }
      double mean = sum / perChannel;
      out.putFloat((float) mean);
      out.putFloat((float) Math.sqrt(Math.max(0, squares / perChannel - mean * mean)));
    }
    return notFinite;
  }

  private static long writeFiniteExtremes(
      float[] values, int channel, int channels, int inner, ByteBuffer out) {
    long notFinite = 0;
    float min = Float.NaN;
    float max = Float.NaN;
    for (int start = channel * inner; start < values.length; start += channels * inner) {
      for (int i = start; i < start + inner; i++) {
        if (Float.isFinite(values[i])) {
          min = Float.isNaN(min) ? values[i] : Math.min(min, values[i]);
          max = Float.isNaN(max) ? values[i] : Math.max(max, values[i]);
        } else {
          notFinite++;
        }
      }
    }
    out.putFloat(min);
    out.putFloat(max);
    return notFinite;
  }
}
