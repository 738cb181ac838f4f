package dev.zoetrope.recording;

import java.util.List;

/** One or more curves over a run: a value a frame, or one for each column. Owns its values. */
public final class Series {

  private final String name;
  private final List<String> columns;
  private final float[] values;

  Series(String name, List<String> columns, float[] values) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.values = values;
  }

  /** Returns the name, unique in a recording. */
  public String name() {
    return name;
  }

  /** Returns what the columns are called; nothing for a scalar, which is one curve. */
  public List<String> columns() {
    return columns;
  }

  /**
   * Returns a copy of all values.
   *
   * @return [frame] for a scalar, else [frame, column] in row-major order; NaN where there is none
   */
  public float[] values() {
    return values.clone();
  }

  /**
   * Returns one column.
   *
   * @return [frame]; NaN where there is no value
   * @throws IllegalArgumentException if there is no such column; the message lists those there are
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
