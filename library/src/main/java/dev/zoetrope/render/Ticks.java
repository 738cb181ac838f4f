package dev.zoetrope.render;

/** Round distances between the ticks of an axis. */
final class Ticks {

  private static final double[] FINE = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};
  private static final double[] COARSE = {1, 2, 5, 10};

  private Ticks() {}

  /**
   * Returns the smallest round distance with which {@code intervals} intervals reach {@code max}.
   */
  static double reaching(double max, int intervals) {
    return roundUp(max / intervals, FINE);
  }

  /** Returns a round integer distance of at least {@code least}. */
  static long whole(double least) {
    return Math.max(1, Math.round(roundUp(Math.max(1, least), COARSE)));
  }

  private static double roundUp(double least, double[] digits) {
    double power = Math.pow(10, Math.floor(Math.log10(least)));
    for (double digit : digits) {
      // Slightly less, so that rounding does not make 0.3 more than 3 × 0.1.
      if (digit * power >= least * (1 - 1e-9)) {
        return digit * power;
      }
    }
    return 10 * power;
  }
}
