package dev.zoetrope.capture;

import java.util.function.LongPredicate;

/** The usual answers to the question which steps to record. Steps are counted from 0. */
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
   * Chooses steps whose distance grows with them, since networks change most at the beginning: step
   * 0, step 1, and about {@code perDecade} steps from each power of ten to the next, which are the
   * smallest with ⌊perDecade · log₁₀ step⌋ larger than before. For 3 these are 0, 1, 3, 5, 10, 22,
   * 47, 100, …; all steps where that many do not exist.
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
      throw new IllegalArgumentException("a schedule of " + n + " makes no sense; 1 is the least");
    }
  }
}
