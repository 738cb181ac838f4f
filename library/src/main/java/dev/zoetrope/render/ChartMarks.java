package dev.zoetrope.render;

/**
 * Frames marked on a training chart. Owns its arrays: they are copied in.
 *
 * <p>Steps of great change get a triangle at the bottom, steps with NaN or infinities a bar of the
 * colour of NaN at the top.
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
