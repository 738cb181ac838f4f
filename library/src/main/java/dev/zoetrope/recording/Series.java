package dev.zoetrope.recording;

import java.util.List;

/**
 * One or more curves over a run: one value per frame, or one per frame and column. Immutable.
 *
 * <pre>{@code
 * float[] learningRate = recording.series("learning rate").values();
 * }</pre>
 */
public final class Series {

  private final String name;
  private final List<String> columns;
  private final float[] values;

  Series(String name, List<String> columns, float[] values) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.values = values;
  }

  /** Returns the name, which is unique in a recording. */
  public String name() {
    return name;
  }

  /** Returns the names of the columns; empty for a scalar, which is one curve. */
  public List<String> columns() {
    return columns;
  }

  /**
   * Returns a copy of all values.
   *
   * @return [frame] for a scalar, otherwise [frame, column] in row-major order; NaN for missing
   *     values
   */
  public float[] values() {
    return values.clone();
  }

  /**
   * Returns one column.
   *
   * @return [frame]; NaN for missing values
   * @throws IllegalArgumentException if there is no such column; the message lists the existing
   *     ones
   */
  public float[] column(String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(
          "no column \"%s\" in series %s; it has %s"
              .formatted(column, name, columns.isEmpty() ? "none" : String.join(", ", columns)));
    }
    float[] curve = new float[values.length / columns.size()];
    for (int frame = 0; frame < curve.length; frame++) {
      curve[frame] = values[frame * columns.size() + index];
    }
    return curve;
  }
}
