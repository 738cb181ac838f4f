package dev.zoetrope.render;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;

/**
 * A picture of at most 256 colours, one byte per pixel, row by row from the top. It can be drawn
 * into repeatedly. Not thread-safe.
 *
 * <pre>{@code
 * int[] palette = Palette.of(Colormap.RED_WHITE_BLUE, Theme.LIGHT);
 * IndexedImage image = new IndexedImage(200, 100, palette);
 * }</pre>
 */
public final class IndexedImage {

  private static final long MOST_PIXELS = 1L << 28;

  private final int width;
  private final int height;
  private final byte[] pixels;
  private final int[] palette;

  /** The painter whose static parts are in the picture and need not be drawn again. */
  private Object painter;

  /**
   * Makes a picture whose pixels all have index 0.
   *
   * @param palette 256 colours, as 0xAARRGGBB
   * @throws IllegalArgumentException if it is empty or has more than 2²⁸ pixels
   */
  public IndexedImage(int width, int height, int[] palette) {
    if (width <= 0 || height <= 0 || (long) width * height > MOST_PIXELS) {
      throw new IllegalArgumentException("a picture of " + width + " × " + height + " pixels");
    }
    if (palette.length != 256) {
      throw new IllegalArgumentException("a palette of " + palette.length + " colours");
    }
    this.width = width;
    this.height = height;
    this.pixels = new byte[width * height];
    this.palette = palette.clone();
  }

  /** Returns the width in pixels. */
  public int width() {
    return width;
  }

  /** Returns the height in pixels. */
  public int height() {
    return height;
  }

  /** Returns the palette indices, not copied: row by row from the top. */
  public byte[] pixels() {
    return pixels;
  }

  /** Returns a copy of the 256 colours, as 0xAARRGGBB. */
  public int[] palette() {
    return palette.clone();
  }

  /** Returns a pixel's colour, as 0xAARRGGBB. */
  public int argb(int x, int y) {
    return palette[pixels[y * width + x] & 0xFF];
  }

  /** Returns an independent copy. */
  public IndexedImage copy() {
    IndexedImage copy = new IndexedImage(width, height, palette);
    System.arraycopy(pixels, 0, copy.pixels, 0, pixels.length);
    copy.painter = painter;
    return copy;
  }

  /**
   * Returns an image that shares these pixels, so it shows later drawing too. Its colour {@link
   * Palette#TRANSPARENT} is transparent.
   */
  public BufferedImage toBufferedImage() {
    IndexColorModel colors =
        new IndexColorModel(8, 256, palette, 0, true, Palette.TRANSPARENT, DataBuffer.TYPE_BYTE);
    DataBufferByte buffer = new DataBufferByte(pixels, pixels.length);
    WritableRaster raster =
        Raster.createInterleavedRaster(buffer, width, height, width, 1, new int[] {0}, null);
    return new BufferedImage(colors, raster, false, null);
  }

  /** Fills a rectangle, clipped at the edges. */
  void fill(int x, int y, int fillWidth, int fillHeight, int index) {
    int left = Math.max(0, x);
    int right = Math.min(width, x + fillWidth);
    for (int row = Math.max(0, y); row < Math.min(height, y + fillHeight) && left < right; row++) {
      Arrays.fill(pixels, row * width + left, row * width + right, (byte) index);
    }
  }

  /**
   * Returns whether the painter's static parts must be drawn, and notes that the painter is about
   * to draw them.
   */
  boolean claim(Object newPainter) {
    boolean missing = painter != newPainter;
    painter = newPainter;
    return missing;
  }

  boolean fits(int otherWidth, int otherHeight, int[] otherPalette) {
    return width == otherWidth && height == otherHeight && Arrays.equals(palette, otherPalette);
  }
}
