package dev.zoetrope.capture;

import java.util.function.LongPredicate;

/**
 * Common choices of the steps to record. Steps are counted from 0.
 *
 * <pre>{@code
 * ActivationRecorder.to(file).probes(images).steps(Schedules.logarithmic(10)).build();
 * }</pre>
 */
public final class Schedules {

  private Schedules() {}

  /**
   * Chooses steps 0, n, 2n, …
   *
   * @throws IllegalArgumentException if n is below 1
   */
  public static LongPredicate every(int n) {
    requireAtLeastOne(n);
    return step -> step % n == 0;
  }

  /**
   * Chooses steps at growing distances, since networks change most at the beginning: steps 0 and 1,
   * then each step at which ⌊perDecade · log₁₀ step⌋ grows, about {@code perDecade} of them from
   * each power of ten to the next. For 3 these are 0, 1, 3, 5, 10, 22, 47, 100, …. While there are
   * fewer steps than that, all are chosen.
   *
   * @throws IllegalArgumentException if {@code perDecade} is below 1
   */
  public static LongPredicate logarithmic(int perDecade) {
    requireAtLeastOne(perDecade);
    return step -> step <= 1 || mark(step, perDecade) > mark(step - 1, perDecade);
  }

  private static double mark(long step, int perDecade) {
    return Math.floor(perDecade * Math.log10((double) step));
  }

  private static void requireAtLeastOne(int n) {
    if (n < 1) {
      throw new IllegalArgumentException(
          "a schedule of " + n + " makes no sense; it must be at least 1");
    }
  }
}
