package dev.zoetrope.dataset;

import java.util.Arrays;

/**
 * Makes an image like those of MNIST from a picture of something written. As Y. LeCun, C. Cortes
 * and C. Burges describe their data set, digits are "size normalized to fit in a 20x20 pixel box
 * while preserving their aspect ratio" with grey levels from antialiasing, and "centered in a 28x28
 * image by computing the center of mass of the pixels".
 *
 * <p>The paper is what surrounds the stroke: a plane is fitted to the brightness at the picture's
 * border and subtracted, so that uneven light does not matter. The stroke may be dark on light or
 * light on dark.
 */
final class DigitPreparation {

  /** The side of the result. */
  static final int SIDE = 28;

  private static final int BOX = 20;

  /** Where the centre of mass comes to lie: in MNIST, in the middle of pixel 14. */
  private static final double CENTRE = 14.5;

  /** The share of each side that counts as border. */
  private static final double BORDER = 0.04;

  /** The least difference from the paper that can be a stroke. */
  private static final float LEAST_CONTRAST = 8 / 255f;

  /** Fainter parts of the picture are noise of the paper, as a share of the strongest part. */
  private static final float FAINT = 0.12f;

  /** How many times the noise of the paper ink must exceed. */
  private static final float OVER_NOISE = 4;

  /** How many times that noise the strongest part must exceed, or all is noise. */
  private static final float STROKE_OVER_NOISE = 8;

  /** The ink at which the stroke begins, for its extent. */
  private static final float EDGE = 0.25f;

  private final int width;
  private final int height;
  private final float[] ink;
  private final boolean inverted;
  private final boolean blank;
  private int left;
  private int top;
  private int right;
  private int bottom;

  /** Separates the stroke from the paper in a grey picture, [y, x]. */
  DigitPreparation(float[] grey, int width) {
    this.width = width;
    height = grey.length / width;
    float[] difference = withoutPaper(grey);
    float noise = noise(difference);
    float darkest = 0;
    float lightest = 0;
    double dark = 0;
    double light = 0;
    for (float value : difference) {
      darkest = Math.max(darkest, -value);
      lightest = Math.max(lightest, value);
      if (Math.abs(value) > OVER_NOISE * noise) {
        dark += Math.max(0, -value);
        light += Math.max(0, value);
      }
    }
    inverted = dark > light;
    float strongest = inverted ? darkest : lightest;
    blank = strongest < LEAST_CONTRAST || strongest <= STROKE_OVER_NOISE * noise;
    float least = Math.max(FAINT * strongest, OVER_NOISE * noise);
    ink = new float[grey.length];
    for (int i = 0; !blank && i < ink.length; i++) {
      float value = inverted ? -difference[i] : difference[i];
      ink[i] = Math.max(0, Math.min(1, (value - least) / (strongest - least)));
    }
    findStroke();
  }

  boolean isBlank() {
    return blank;
  }

  /** Says what was done, for people. */
  String description() {
    return "%s, cropped to %s×%s of %s×%s"
        .formatted(
            inverted ? "dark on light, inverted" : "light on dark",
            right - left,
            bottom - top,
            width,
            height);
  }

  /** Subtracts the plane a + bx + cy that fits the border best. */
  private float[] withoutPaper(float[] grey) {
    double[] sums = new double[9]; // n, x, y, xx, xy, yy, v, xv, yv
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (isBorder(x, y)) {
          double v = grey[y * width + x];
          double[] terms = {
            1, x, y, (double) x * x, (double) x * y, (double) y * y, v, x * v, y * v
          };
          for (int i = 0; i < sums.length; i++) {
            sums[i] += terms[i];
          }
        }
      }
    }
    double[] plane = solve(sums);
    float[] difference = new float[grey.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double paper = plane[0] + plane[1] * x + plane[2] * y;
        difference[y * width + x] = (float) (grey[y * width + x] - paper);
      }
    }
    return difference;
  }

  private boolean isBorder(int x, int y) {
    int side = Math.max(1, (int) Math.round(BORDER * Math.min(width, height)));
    return x < side || y < side || x >= width - side || y >= height - side;
  }

  /** Solves the normal equations; a picture of one row or column gets a constant. */
  private static double[] solve(double[] s) {
    double n = s[0];
    double xx = s[3] - s[1] * s[1] / n;
    double xy = s[4] - s[1] * s[2] / n;
    double yy = s[5] - s[2] * s[2] / n;
    double xv = s[7] - s[1] * s[6] / n;
    double yv = s[8] - s[2] * s[6] / n;
    double determinant = xx * yy - xy * xy;
    double b = determinant > 1e-9 ? (xv * yy - yv * xy) / determinant : 0;
    double c = determinant > 1e-9 ? (yv * xx - xv * xy) / determinant : 0;
    return new double[] {(s[6] - b * s[1] - c * s[2]) / n, b, c};
  }

  /** Returns a robust standard deviation of the border: 1.4826 times the median deviation. */
  private float noise(float[] difference) {
    float[] border = new float[difference.length];
    int count = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (isBorder(x, y)) {
          border[count++] = Math.abs(difference[y * width + x]);
        }
      }
    }
    Arrays.sort(border, 0, count);
    return 1.4826f * border[count / 2];
  }

  private void findStroke() {
    left = width;
    top = height;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        if (ink[y * width + x] > EDGE) {
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, x + 1);
          bottom = Math.max(bottom, y + 1);
        }
      }
    }
  }

  /** Returns the image, [y, x], 0…1. */
  float[] make() {
    double step = (double) Math.max(right - left, bottom - top) / BOX;
    int columns = cells(right - left, step);
    int rows = cells(bottom - top, step);
    float[] small = new float[rows * columns];
    float strongest = 0;
    double mass = 0;
    double massX = 0;
    double massY = 0;
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        float value = mean(left + x * step, top + y * step, step);
        small[y * columns + x] = value;
        strongest = Math.max(strongest, value);
        mass += value;
        massX += value * (x + 0.5);
        massY += value * (y + 0.5);
      }
    }
    int fromX = place(massX / mass, columns);
    int fromY = place(massY / mass, rows);
    float[] made = new float[SIDE * SIDE];
    for (int y = 0; y < rows; y++) {
      for (int x = 0; x < columns; x++) {
        made[(fromY + y) * SIDE + fromX + x] = small[y * columns + x] / strongest;
      }
    }
    return made;
  }

  /** Returns how many cells a length takes, the last of which it may fill in part. */
  private static int cells(int length, double step) {
    return Math.min(BOX, (int) Math.ceil(length / step));
  }

  /** Returns where the box begins, so that its centre of mass lies where those of MNIST do. */
  private static int place(double centre, int length) {
    return Math.max(0, Math.min(SIDE - length, (int) Math.round(CENTRE - centre)));
  }

  /** Returns the mean ink of a square, which may begin and end within pixels. */
  private float mean(double fromX, double fromY, double side) {
    double sum = 0;
    for (int y = (int) fromY; y < Math.min(height, fromY + side); y++) {
      double weightY = Math.min(fromY + side, y + 1) - Math.max(fromY, y);
      for (int x = (int) fromX; x < Math.min(width, fromX + side); x++) {
        double weightX = Math.min(fromX + side, x + 1) - Math.max(fromX, x);
        sum += weightX * weightY * ink[y * width + x];
      }
    }
    return (float) (sum / (side * side));
  }
}
