package dev.zoetrope.bench;

import dev.zoetrope.bench.ConvMeasurements.Case;
import dev.zoetrope.bench.ConvMeasurements.Column;
import java.util.List;
import java.util.Optional;

/**
 * How two engines compare over several layers. Errors of single measurements are independent, so
 * their squares add up.
 *
 * @param value geometric mean of the ratios of times; below 1 is faster
 * @param logError half of the interval of its logarithm; 0 for an engine and itself
 */
record ConvRatio(double value, double logError) {

  /** Compares over the layers that both have; empty if there is none. */
  static Optional<ConvRatio> of(Column column, Column base, List<Case> keys) {
    double logs = 0;
    double squares = 0;
    int count = 0;
    for (Case key : keys) {
      JmhRow mine = column.rows().get(key);
      JmhRow other = base.rows().get(key);
      if (mine != null && other != null) {
        logs += Math.log(mine.micros() / other.micros());
        squares += square(mine);
        squares += column.equals(base) ? -square(mine) : square(other);
        count++;
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(new ConvRatio(Math.exp(logs / count), Math.sqrt(squares) / count));
  }

  private static double square(JmhRow row) {
    return Math.pow(row.errorMicros() / row.micros(), 2);
  }

  double low() {
    return value * Math.exp(-logError);
  }

  double high() {
    return value * Math.exp(logError);
  }

  /** Whether the run does not tell the two apart. */
  boolean mayBeOne() {
    return low() < 1 && high() > 1;
  }
}
