package dev.zoetrope.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * Values over the steps of a run: a kymograph, with a line of pixels for each value, and below it a
 * curve of one of them. Its steps line up with those of a training chart with the same layout.
 * Immutable.
 *
 * <pre>{@code
 * float[] values = {0, 1, 0.5f, -1};
 * Kymograph kymograph = new Kymograph(values, 2, new int[] {0, 1}, 0);
 * }</pre>
 */
public final class Kymograph {

  private final float[] values;
  private final int rows;
  private final int[] frames;
  private final int marked;

  /**
   * Makes a kymograph; the arrays are copied.
   *
   * @param values [frame, row] in row-major order
   * @param rows the number of values per frame
   * @param frames indices of the frames, in ascending order
   * @param marked the row that is also drawn as a curve
   * @throws IllegalArgumentException if the lengths do not match
   */
  public Kymograph(float[] values, int rows, int[] frames, int marked) {
    if (rows <= 0 || values.length != rows * frames.length || marked < 0 || marked >= rows) {
      throw new IllegalArgumentException(
          values.length + " values for " + frames.length + " frames of " + rows);
    }
    this.values = values.clone();
    this.rows = rows;
    this.frames = frames.clone();
    this.marked = marked;
  }

  /** Returns the number of rows. */
  public int rows() {
    return rows;
  }

  /** Returns the curve's value at the nearest frame. */
  public float markedValue(int frame) {
    return values[sampleOf(frame) * rows + marked];
  }

  /** Draws the kymograph as wide as the layout, with the curve in the lower third. */
  public BufferedImage render(ChartLayout layout, int height, Shading shading, Theme theme) {
    int curveHeight = height / 3;
    int top = 4 * layout.scale();
    int zoneHeight = Math.max(1, height - curveHeight - 2 * top);
    BufferedImage picture = new BufferedImage(layout.width(), height, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    try {
      g.setColor(new Color(theme.plot()));
      g.fillRect(0, 0, layout.width(), height);
      if (frames.length > 0) {
        ValueRange range = shading.rangeOf(values);
        IndexedImage map = map(layout, zoneHeight, range, shading.colormap(), theme);
        g.drawImage(map.toBufferedImage(), layout.plot().x(), top, null);
        markRow(g, layout, top, zoneHeight, theme);
        drawCurve(g, layout, top + zoneHeight + top, curveHeight - top, range, theme);
      }
    } finally {
      g.dispose();
    }
    return picture;
  }

  private IndexedImage map(
      ChartLayout layout, int height, ValueRange range, Colormap colormap, Theme theme) {
    int width = layout.plot().width();
    IndexedImage image = new IndexedImage(width, height, Palette.of(colormap, theme));
    byte[] pixels = image.pixels();
    double end = layout.x(frames[frames.length - 1]) - layout.plot().x() + 1;
    for (int x = 0; x < width; x++) {
      int sample = sampleOf(layout.frameAt(layout.plot().x() + x));
      for (int y = 0; y < height; y++) {
        float value = values[sample * rows + (int) ((long) y * rows / height)];
        pixels[y * width + x] = (byte) (x < end ? range.index(value) : Palette.BACKGROUND);
      }
    }
    return image;
  }

  /** Draws two ticks beside the map at the row that the curve shows. */
  private void markRow(Graphics2D g, ChartLayout layout, int top, int height, Theme theme) {
    int scale = layout.scale();
    int y = top + (int) ((marked + 0.5) * height / rows);
    g.setColor(new Color(theme.text()));
    g.fillRect(layout.plot().x() - 6 * scale, y - scale / 2, 5 * scale, scale);
    g.fillRect(layout.plot().x() + layout.plot().width() + scale, y - scale / 2, 5 * scale, scale);
  }

  private void drawCurve(
      Graphics2D g, ChartLayout layout, int top, int height, ValueRange range, Theme theme) {
    int scale = layout.scale();
    int left = layout.plot().x();
    int low = top + height - 4 * scale;
    int high = top + 3 * scale;
    g.setColor(new Color(theme.gridLine()));
    g.fillRect(left, high, layout.plot().width(), scale);
    g.fillRect(left, low, layout.plot().width(), scale);
    g.setColor(new Color(theme.muted()));
    right(g, Numbers.text(range.high()), left - 6 * scale, high - 3 * scale, scale);
    right(g, Numbers.text(range.low()), left - 6 * scale, low - 3 * scale, scale);
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(new Color(theme.text()));
    g.setStroke(new BasicStroke(1.4f * scale, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    Path2D path = new Path2D.Double();
    boolean pen = false;
    for (int sample = 0; sample < frames.length; sample++) {
      float value = values[sample * rows + marked];
      double share = (value - range.low()) / (range.high() - range.low());
      double y = low - Math.max(0, Math.min(1, share)) * (low - high);
      if (Float.isNaN(value)) {
        pen = false;
      } else if (pen) {
        path.lineTo(layout.x(frames[sample]), y);
      } else {
        path.moveTo(layout.x(frames[sample]), y);
        pen = true;
      }
    }
    g.draw(path);
  }

  private static void right(Graphics2D g, String text, int right, int y, int scale) {
    PixelFont.draw(text, right - PixelFont.width(text, scale), y, scale, g::fillRect);
  }

  private int sampleOf(int frame) {
    int found = Arrays.binarySearch(frames, frame);
    int next = found >= 0 ? found : -found - 1;
    if (next == frames.length) {
      return next - 1;
    }
    return next > 0 && frame - frames[next - 1] < frames[next] - frame ? next - 1 : next;
  }
}
