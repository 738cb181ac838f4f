package dev.zoetrope.render;

import java.util.Arrays;

/**
 * Positions in a training chart of a given size; maps frames to pixels and back. Immutable.
 *
 * <pre>{@code
 * ChartLayout layout = TrainingChart.of(recording).layout(1200, 600, 2);
 * int frame = layout.frameAt(layout.plot().x());
 * }</pre>
 */
public final class ChartLayout {

  /** Below this height (at scale 1), there is no legend and fewer ticks. */
  private static final int COMPACT = 150;

  private final int width;
  private final int height;
  private final int scale;
  private final Box plot;
  private final long[] steps;
  private final long lastStep;

  ChartLayout(long[] steps, int width, int height, int scale) {
    this(steps, width, height, scale, steps.length == 0 ? 0 : steps[steps.length - 1]);
  }

  private ChartLayout(long[] steps, int width, int height, int scale, long lastStep) {
    this.steps = steps;
    this.lastStep = lastStep;
    this.width = width;
    this.height = height;
    this.scale = scale;
    int left = 40 * scale;
    int right = 36 * scale;
    int top = (compact() ? 16 : 40) * scale;
    int bottom = 20 * scale;
    plot =
        new Box(left, top, Math.max(1, width - left - right), Math.max(1, height - top - bottom));
  }

  /** Returns the width of the picture in pixels. */
  public int width() {
    return width;
  }

  /** Returns the height of the picture in pixels. */
  public int height() {
    return height;
  }

  /** Returns the number of frames. */
  public int frames() {
    return steps.length;
  }

  /** Returns the box of the curves. */
  public Box plot() {
    return plot;
  }

  /** Returns the x coordinate of a frame in pixels. Distances are proportional to steps. */
  public double x(int frame) {
    return xOfStep((double) steps[frame]);
  }

  /**
   * Returns the frame nearest to an x coordinate, or −1 if there are no frames. Beyond the ends,
   * this is the first or the last frame.
   */
  public int frameAt(double x) {
    if (steps.length == 0) {
      return -1;
    }
    double step = firstStep() + (x - plot.x()) / plot.width() * stepSpan();
    long below = (long) Math.floor(step);
    int found = Arrays.binarySearch(steps, below);
    int at = found >= 0 ? found : -found - 2;
    if (at < 0) {
      return 0;
    }
    if (at == steps.length - 1) {
      return at;
    }
    return step - steps[at] <= steps[at + 1] - step ? at : at + 1;
  }

  double xOfStep(double step) {
    return plot.x() + (step - firstStep()) / stepSpan() * plot.width();
  }

  /** Returns the y coordinate of a share of the axis, 0…1, with 0 at the bottom. */
  double y(double share) {
    return plot.y() + (1 - share) * plot.height();
  }

  long firstStep() {
    return steps.length == 0 ? 0 : steps[0];
  }

  long lastStep() {
    return lastStep;
  }

  ChartLayout reaching(long step) {
    return new ChartLayout(steps, width, height, scale, Math.max(step, lastStep));
  }

  /** Returns the pixels per unit of text and lines. */
  public int scale() {
    return scale;
  }

  boolean compact() {
    return height < COMPACT * scale;
  }

  private double stepSpan() {
    return Math.max(1, lastStep() - firstStep());
  }
}
