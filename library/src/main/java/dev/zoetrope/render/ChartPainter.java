package dev.zoetrope.render;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;

/** Draws the parts of a training chart. */
final class ChartPainter implements AutoCloseable {

  private final Graphics2D g;
  private final ChartLayout layout;
  private final Theme theme;
  private final Box plot;
  private final int scale;

  ChartPainter(Graphics2D g, ChartLayout layout, Theme theme) {
    this.g = g;
    this.layout = layout;
    this.theme = theme;
    this.plot = layout.plot();
    this.scale = layout.scale();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }

  void ground() {
    fill(0, 0, layout.width(), layout.height(), theme.plot());
  }

  /**
   * Draws both value axes. They share grid lines: the same number of intervals, in different units.
   */
  void valueAxes(int intervals, double lossTick) {
    for (int i = 0; i <= intervals; i++) {
      int y = (int) Math.round(layout.y((double) i / intervals));
      fill(plot.x(), y, plot.width(), scale, i == 0 ? theme.muted() : theme.gridLine());
      int textY = y - 3 * scale;
      String loss = Numbers.text(lossTick * i);
      textRight(loss, plot.x() - 6 * scale, textY, theme.loss());
      String accuracy = Math.round(100.0 * i / intervals) + "%";
      text(accuracy, plot.x() + plot.width() + 6 * scale, textY, theme.accuracy());
    }
  }

  void stepAxis() {
    int y = plot.y() + plot.height();
    double perPixel = (layout.lastStep() - layout.firstStep()) / (double) plot.width();
    long tick = Ticks.whole(64 * scale * perPixel);
    long first = Math.floorDiv(layout.firstStep() + tick - 1, tick) * tick;
    for (long step = first; step <= layout.lastStep(); step += tick) {
      int x = (int) Math.round(layout.xOfStep((double) step));
      fill(x, y, scale, 4 * scale, theme.muted());
      textCentered(Long.toString(step), x, y + 7 * scale, theme.muted());
    }
    textRight("step", plot.x() - 6 * scale, y + 7 * scale, theme.muted());
  }

  /** Draws a line at the end of each epoch, and its number above its middle if there is room. */
  void epochs(long[] epochs) {
    int y = plot.y() - 11 * scale;
    double lastLabel = Double.NEGATIVE_INFINITY;
    double start = plot.x();
    for (int frame = 1; frame <= epochs.length; frame++) {
      boolean ends = frame == epochs.length || epochs[frame] != epochs[frame - 1];
      // What comes before the first step belongs to no epoch and takes no room.
      if (!ends || epochs[frame - 1] == 0) {
        continue;
      }
      double end = layout.x(frame - 1);
      boolean wide = end - start > 60 * scale;
      String label = (wide ? "epoch " : "") + epochs[frame - 1];
      double middle = (start + end) / 2;
      double half = PixelFont.width(label, scale) / 2.0;
      if (middle - half > lastLabel + 6 * scale && end - start > 4 * scale) {
        textCentered(label, (int) Math.round(middle), y, theme.muted());
        lastLabel = middle + half;
      }
      if (frame < epochs.length && end - start > 4 * scale) {
        dottedLine((int) Math.round(end));
      }
      start = end;
    }
  }

  private void dottedLine(int x) {
    for (int y = plot.y(); y < plot.y() + plot.height(); y += 4 * scale) {
      fill(x, y, scale, Math.min(2 * scale, plot.y() + plot.height() - y), theme.muted());
    }
  }

  /**
   * Draws a curve; values that are not finite leave a gap. If many frames share a column of pixels,
   * everything between their lowest and highest values is drawn, so that no spike is lost.
   */
  void curve(float[] values, double top, int rgb) {
    g.setColor(new Color(rgb));
    g.setStroke(new BasicStroke(1.6f * scale, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    double lastX = Double.NaN;
    double lastY = Double.NaN;
    int frame = 0;
    while (frame < values.length) {
      double x = layout.x(frame);
      float low = values[frame];
      float high = values[frame];
      double y = layout.y(values[frame] / top);
      double from = y;
      int next = frame + 1;
      while (next < values.length && layout.x(next) < x + 0.5 && Float.isFinite(values[next])) {
        low = Math.min(low, values[next]);
        high = Math.max(high, values[next]);
        y = layout.y(values[next] / top);
        next++;
      }
      if (!Float.isFinite(values[frame])) {
        lastX = Double.NaN;
      } else {
        g.draw(new Line2D.Double(x, layout.y(low / top), x, layout.y(high / top)));
        if (!Double.isNaN(lastX)) {
          g.draw(new Line2D.Double(lastX, lastY, x, from));
        }
        lastX = x;
        lastY = y;
      }
      frame = next;
    }
  }

  void marks(ChartMarks marks) {
    g.setColor(new Color(Palette.NAN_COLOR));
    for (int frame : marks.notFinite()) {
      g.fillRect((int) Math.round(layout.x(frame)) - scale, plot.y(), 2 * scale, 5 * scale);
    }
    g.setColor(new Color(theme.text()));
    int bottom = plot.y() + plot.height();
    for (int frame : marks.changes()) {
      double x = layout.x(frame) + scale / 2.0;
      Path2D triangle = new Path2D.Double();
      triangle.moveTo(x, bottom - 7 * scale);
      triangle.lineTo(x + 4 * scale, bottom);
      triangle.lineTo(x - 4 * scale, bottom);
      triangle.closePath();
      g.fill(triangle);
    }
  }

  void legend() {
    int x = entry("loss", plot.x(), theme.loss());
    entry("accuracy", x + 14 * scale, theme.accuracy());
  }

  private int entry(String name, int x, int rgb) {
    int y = 9 * scale;
    fill(x, y + 2 * scale, 12 * scale, 3 * scale, rgb);
    text(name, x + 17 * scale, y, theme.text());
    return x + 17 * scale + PixelFont.width(name, scale);
  }

  private void textRight(String text, int right, int y, int rgb) {
    text(text, right - PixelFont.width(text, scale), y, rgb);
  }

  private void textCentered(String text, int middle, int y, int rgb) {
    text(text, middle - PixelFont.width(text, scale) / 2, y, rgb);
  }

  private void text(String text, int x, int y, int rgb) {
    g.setColor(new Color(rgb));
    PixelFont.draw(text, x, y, scale, g::fillRect);
  }

  private void fill(int x, int y, int width, int height, int rgb) {
    g.setColor(new Color(rgb));
    g.fillRect(x, y, width, height);
  }

  @Override
  public void close() {
    g.dispose();
  }
}
