package dev.zoetrope.render;

/**
 * Frames marked on a training chart. Immutable.
 *
 * <pre>{@code
 * LayerHistory history = LayerHistory.of(recording, "conv1", Progress.NONE);
 * ChartMarks marks = new ChartMarks(history.greatest(5), history.notFinite());
 * }</pre>
 *
 * <p>A frame with a great change gets a triangle at the bottom. A frame with NaN or infinities gets
 * a bar at the top, in the colour of NaN.
 */
public final class ChartMarks {

  /** No marks. */
  public static final ChartMarks NONE = new ChartMarks(new int[0], new int[0]);

  private final int[] changes;
  private final int[] notFinite;

  /** Makes marks from frame indices; the arrays are copied. */
  public ChartMarks(int[] changes, int[] notFinite) {
    this.changes = changes.clone();
    this.notFinite = notFinite.clone();
  }

  int[] changes() {
    return changes;
  }

  int[] notFinite() {
    return notFinite;
  }
}
