package dev.zoetrope.export;

import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.Palette;
import java.util.Arrays;

/**
 * The part of a picture that differs from the previous one. Unchanged pixels in it are transparent.
 */
final class GifDelta {

  private GifDelta() {}

  /** A picture and its position. */
  record Patch(IndexedImage image, int x, int y) {}

  /** Finds the smallest rectangle that contains every change, or one pixel if there is none. */
  static Patch between(IndexedImage before, IndexedImage after) {
    byte[] a = before.pixels();
    byte[] b = after.pixels();
    int width = after.width();
    int top = -1;
    int bottom = 0;
    int left = width;
    int right = 0;
    for (int y = 0; y < after.height(); y++) {
      int row = y * width;
      int first = Arrays.mismatch(a, row, row + width, b, row, row + width);
      if (first >= 0) {
        top = top < 0 ? y : top;
        bottom = y + 1;
        left = Math.min(left, first);
        int last = width - 1;
        while (last >= right && a[row + last] == b[row + last]) {
          last--;
        }
        right = Math.max(right, last + 1);
      }
    }
    return top < 0 ? patch(a, after, 0, 0, 1, 1) : patch(a, after, left, top, right, bottom);
  }

  private static Patch patch(
      byte[] before, IndexedImage after, int left, int top, int right, int bottom) {
    IndexedImage image = new IndexedImage(right - left, bottom - top, after.palette());
    byte[] out = image.pixels();
    byte[] in = after.pixels();
    int i = 0;
    for (int y = top; y < bottom; y++) {
      for (int at = y * after.width() + left; at < y * after.width() + right; at++) {
        out[i++] = before[at] == in[at] ? (byte) Palette.TRANSPARENT : in[at];
      }
    }
    return new Patch(image, left, top);
  }
}
