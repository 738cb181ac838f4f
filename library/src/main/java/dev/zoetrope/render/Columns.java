package dev.zoetrope.render;

import java.util.ArrayList;
import java.util.List;

/** Panels of equal width, stacked in columns. */
final class Columns {

  private static final double ASPECT = 1.5;

  private final int pitch;
  private final int count;
  private final int height;
  private final List<Integer> column;
  private final List<Integer> y;

  private Columns(List<Integer> heights, int pitch, int top, int most) {
    this.pitch = pitch;
    this.column = new ArrayList<>();
    this.y = new ArrayList<>();
    int current = 0;
    int end = top;
    int lowest = top;
    for (int panel : heights) {
      if (end > top && end + panel > top + most) {
        current++;
        end = top;
      }
      column.add(current);
      y.add(end);
      end += panel;
      lowest = Math.max(lowest, end);
    }
    this.count = current + 1;
    this.height = lowest;
  }

  /** Chooses the number of columns that brings the picture closest to 3:2. */
  static Columns arrange(List<Integer> heights, int pitch, int top) {
    Columns best = null;
    int sum = heights.stream().mapToInt(Integer::intValue).sum();
    int tallest = heights.stream().mapToInt(Integer::intValue).max().orElse(0);
    // Stepping by a fraction of the remainder keeps this fast for hundreds of layers.
    for (long most = sum; most >= tallest; most -= Math.max(1, most / 50)) {
      Columns tried = new Columns(heights, pitch, top, (int) most);
      if (best == null || tried.badness() < best.badness()) {
        best = tried;
      }
    }
    return best;
  }

  private double badness() {
    return Math.abs(Math.log(pitch * (double) count / height / ASPECT));
  }

  int x(int panel) {
    return column.get(panel) * pitch;
  }

  int y(int panel) {
    return y.get(panel);
  }

  int pitch() {
    return pitch;
  }

  int count() {
    return count;
  }

  int width() {
    return pitch * count;
  }

  int height() {
    return height;
  }
}
