package dev.zoetrope.render;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the maps of a sheet differ between two frames: a box for each map, with neighbours joined.
 */
final class SheetChanges {

  /** The cost of painting one more box, in pixels. */
  private static final int PIXELS_A_BOX = 50_000;

  private final SheetLayout layout;
  private final float[] before;
  private final float[] after;
  private final List<Box> boxes = new ArrayList<>();

  SheetChanges(SheetLayout layout, float[] before, float[] after) {
    this.layout = layout;
    this.before = before;
    this.after = after;
  }

  /** Returns the smallest box for each map that differs. */
  List<Box> find() {
    MapShape map = layout.map();
    for (int row = 0; row < layout.channels().size(); row++) {
      int first = boxes.size();
      for (int column = 0; column < layout.probes().size(); column++) {
        int index = layout.probes().get(column) * map.channels() + layout.channels().get(row);
        compare(index * map.values(), map, layout.boxAt(column, row), first);
      }
    }
    return boxes;
  }

  /** Adds a box, or extends the last one if that is cheaper and it is not before {@code first}. */
  private void add(Box box, int first) {
    int last = boxes.size() - 1;
    Box joined = last < first ? box : boxes.get(last).union(box);
    if (last >= first && joined.area() - boxes.get(last).area() - box.area() < PIXELS_A_BOX) {
      boxes.set(last, joined);
    } else {
      boxes.add(box);
    }
  }

  private void compare(int offset, MapShape map, Box at, int firstOfRow) {
    int width = map.width();
    int top = -1;
    int bottom = 0;
    int left = width;
    int right = 0;
    for (int y = 0; y < map.height(); y++) {
      int row = offset + y * width;
      int first = Arrays.mismatch(before, row, row + width, after, row, row + width);
      if (first >= 0) {
        top = top < 0 ? y : top;
        bottom = y + 1;
        left = Math.min(left, first);
        int last = width - 1;
        while (last >= right && Float.compare(before[row + last], after[row + last]) == 0) {
          last--;
        }
        right = Math.max(right, last + 1);
      }
    }
    if (top >= 0) {
      int zoomX = layout.zoomX();
      int zoomY = layout.zoomY();
      add(
          new Box(
              at.x() + left * zoomX,
              at.y() + top * zoomY,
              (right - left) * zoomX,
              (bottom - top) * zoomY),
          firstOfRow);
    }
  }
}
