package dev.zoetrope.dataset;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;

/**
 * Scales a picture: each pixel becomes the mean of the area that it covers. If the shapes differ,
 * the picture is cropped equally at both sides. Transparent parts are shown on white.
 */
final class PictureScaler {

  private final BufferedImage image;
  private final int colorSpace;
  private final int width;
  private final int height;
  private final double step;
  private final double left;
  private final double top;

  /** The last row that was read, [x, colour], since the next row of the result may need it too. */
  private final double[] row;

  private int rowY = -1;
  private boolean transparent;

  private PictureScaler(BufferedImage image, int width, int height) {
    this.image = image;
    this.width = width;
    this.height = height;
    ColorModel colors = image.getColorModel();
    colorSpace = colors.getColorSpace().getType();
    step = Math.min((double) image.getWidth() / width, (double) image.getHeight() / height);
    left = (image.getWidth() - step * width) / 2;
    top = (image.getHeight() - step * height) / 2;
    row = new double[3 * width];
  }

  /**
   * Scales a picture.
   *
   * @param orientation how to turn it upright; width and height are those of the result
   * @param out receives red, green and blue as [colour, y, x], starting at {@code offset}
   * @return whether any of it was transparent
   */
  static boolean scale(
      BufferedImage image, Orientation orientation, int width, int height, byte[] out, int offset) {
    boolean swaps = orientation.swapsSides();
    PictureScaler scaler = new PictureScaler(image, swaps ? height : width, swaps ? width : height);
    for (int y = 0; y < scaler.height; y++) {
      double[] line = scaler.line(y);
      for (int x = 0; x < scaler.width; x++) {
        int toX = swaps ? y : x;
        int toY = swaps ? x : y;
        toX = orientation.flipsX() ? width - 1 - toX : toX;
        toY = orientation.flipsY() ? height - 1 - toY : toY;
        for (int colour = 0; colour < 3; colour++) {
          out[offset + (colour * height + toY) * width + toX] =
              (byte) Math.round(line[3 * x + colour]);
        }
      }
    }
    return scaler.transparent;
  }

  /** Returns a row of the result, [x, colour]. */
  private double[] line(int y) {
    double from = top + y * step;
    double to = from + step;
    double[] sum = new double[row.length];
    int last = last(to, image.getHeight());
    for (int source = first(from); source <= last; source++) {
      double weight = (Math.min(to, source + 1) - Math.max(from, source)) / step;
      averageRow(source);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += weight * row[i];
      }
    }
    return sum;
  }

  private void averageRow(int y) {
    if (y == rowY) {
      return;
    }
    rowY = y;
    // Java would treat grey and CMYK as linear light and lighten them.
    int[] rgb =
        switch (colorSpace) {
          case ColorSpace.TYPE_GRAY -> greyRow(y);
          case ColorSpace.TYPE_CMYK -> cmykRow(y);
          default -> colourRow(y);
        };
    for (int x = 0; x < width; x++) {
      double from = left + x * step;
      double to = from + step;
      double red = 0;
      double green = 0;
      double blue = 0;
      int last = last(to, rgb.length);
      for (int source = first(from); source <= last; source++) {
        double weight = (Math.min(to, source + 1) - Math.max(from, source)) / step;
        red += weight * (rgb[source] >> 16 & 0xff);
        green += weight * (rgb[source] >> 8 & 0xff);
        blue += weight * (rgb[source] & 0xff);
      }
      row[3 * x] = red;
      row[3 * x + 1] = green;
      row[3 * x + 2] = blue;
    }
  }

  private static int first(double from) {
    return Math.max(0, (int) Math.floor(from));
  }

  private static int last(double to, int length) {
    return Math.min(length - 1, (int) Math.ceil(to) - 1);
  }

  private int[] colourRow(int y) {
    int[] argb = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
    if (image.getColorModel().hasAlpha()) {
      for (int x = 0; x < argb.length; x++) {
        int alpha = argb[x] >>> 24;
        argb[x] =
            onWhite(argb[x] >> 16 & 0xff, alpha) << 16
                | onWhite(argb[x] >> 8 & 0xff, alpha) << 8
                | onWhite(argb[x] & 0xff, alpha);
      }
    }
    return argb;
  }

  private int[] greyRow(int y) {
    Raster raster = image.getRaster();
    int[] values = raster.getSamples(0, y, image.getWidth(), 1, 0, (int[]) null);
    int[] alphas =
        raster.getNumBands() > 1
            ? raster.getSamples(0, y, image.getWidth(), 1, 1, (int[]) null)
            : null;
    long largest = (1L << raster.getSampleModel().getSampleSize(0)) - 1;
    for (int x = 0; x < values.length; x++) {
      int value = toByte(values[x], largest);
      values[x] = 0x010101 * (alphas == null ? value : onWhite(value, toByte(alphas[x], largest)));
    }
    return values;
  }

  private int[] cmykRow(int y) {
    int[] inks = image.getRaster().getPixels(0, y, image.getWidth(), 1, (int[]) null);
    int[] rgb = new int[image.getWidth()];
    for (int x = 0; x < rgb.length; x++) {
      int light = 255 - inks[4 * x + 3];
      for (int ink = 0; ink < 3; ink++) {
        rgb[x] = rgb[x] << 8 | ((255 - inks[4 * x + ink]) * light + 127) / 255;
      }
    }
    return rgb;
  }

  private static int toByte(int value, long largest) {
    return largest == 255
        ? value
        : (int) Math.round(255.0 * Integer.toUnsignedLong(value) / largest);
  }

  private int onWhite(int value, int alpha) {
    if (alpha == 255) {
      return value;
    }
    transparent = true;
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}
