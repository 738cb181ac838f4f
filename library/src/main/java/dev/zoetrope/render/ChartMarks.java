package dev.zoetrope.render;

/**
 * Frames marked on a training chart. The arrays are copied.
 *
 * <p>A step at which much changes gets a triangle at the bottom. A step with NaN or infinities gets
 * a bar at the top, in the colour of NaN.
 */
public final class ChartMarks {

  /** No marks. */
  public static final ChartMarks NONE = new ChartMarks(new int[0], new int[0]);

  private final int[] changes;
  private final int[] notFinite;

  /** Makes marks from indices of frames. */
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
