package dev.zoetrope.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A median and the interval that holds it with 95 % confidence.
 *
 * @param median of the sample
 * @param low 2.5 % of the bootstrap's medians lie below
 * @param high 2.5 % lie above
 */
record Estimate(double median, double low, double high) {

  private static final int RESAMPLES = 10_000;

  /** The percentile bootstrap (Efron and Tibshirani, 1993, chapter 13); always the same result. */
  static Estimate ofMedian(double[] sample) {
    if (sample.length == 0) {
      return new Estimate(Double.NaN, Double.NaN, Double.NaN);
    }
    SplittableRandom random = new SplittableRandom(1);
    double[] medians = new double[RESAMPLES];
    double[] drawn = new double[sample.length];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int k = 0; k < drawn.length; k++) {
        drawn[k] = sample[random.nextInt(sample.length)];
      }
      medians[i] = quantile(drawn, 0.5);
    }
    return new Estimate(quantile(sample, 0.5), quantile(medians, 0.025), quantile(medians, 0.975));
  }

  /** Interpolates between the two nearest values. */
  static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
