package dev.zoetrope.render;

/** Draws a matrix of values as coloured blocks, without interpolation. */
public final class MapPainter {

  private MapPainter() {}

  /**
   * Draws a matrix.
   *
   * @param values holds the matrix in row-major order, [y, x]
   * @param offset where in {@code values} the matrix begins
   * @param width values in a row
   * @param height rows
   * @param range the values at the ends of the colormap of {@code target}
   * @param target where to draw
   * @param left leftmost pixel
   * @param top uppermost pixel
   * @param zoomX width of a value's block
   * @param zoomY height of a value's block
   * @throws IndexOutOfBoundsException if {@code values} or {@code target} is too small
   */
  public static void paint(
      float[] values,
      int offset,
      int width,
      int height,
      ValueRange range,
      IndexedImage target,
      int left,
      int top,
      int zoomX,
      int zoomY) {
    if (left < 0 || left + width * zoomX > target.width()) {
      throw new IndexOutOfBoundsException("the map does not fit the width of the picture");
    }
    byte[] pixels = target.pixels();
    float low = range.low();
    float scale = range.scale();
    int in = offset;
    for (int y = 0; y < height; y++) {
      int start = (top + y * zoomY) * target.width() + left;
      int out = start;
      for (int x = 0; x < width; x++) {
        byte index = (byte) ValueRange.index(values[in++], low, scale);
        for (int end = out + zoomX; out < end; out++) {
          pixels[out] = index;
        }
      }
      for (int copy = 1; copy < zoomY; copy++) {
        System.arraycopy(pixels, start, pixels, start + copy * target.width(), width * zoomX);
      }
    }
  }
}
