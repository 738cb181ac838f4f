package dev.zoetrope.render;

/**
 * Draws a matrix of values as coloured blocks, without interpolation.
 *
 * <pre>{@code
 * float[] values = {-1, 0, 0.5f, 1};
 * IndexedImage image = new IndexedImage(8, 8, Palette.of(Colormap.RED_WHITE_BLUE, Theme.LIGHT));
 * MapPainter.paint(values, 0, 2, 2, ValueRange.UNIT, image, 0, 0, 4, 4);
 * }</pre>
 */
public final class MapPainter {

  private MapPainter() {}

  /**
   * Draws a matrix.
   *
   * @param values holds the matrix in row-major order, [y, x]
   * @param offset the index in {@code values} at which the matrix begins
   * @param width the number of values in a row
   * @param height the number of rows
   * @param range the values at the ends of the colormap of {@code target}
   * @param target where to draw
   * @param left the leftmost pixel
   * @param top the topmost pixel
   * @param zoomX the width of a value's block in pixels
   * @param zoomY the height of a value's block in pixels
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
