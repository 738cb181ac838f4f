package dev.zoetrope.render;

import dev.zoetrope.recording.Recording;
import java.awt.image.BufferedImage;
import java.io.IOException;

/**
 * Loss and accuracy over the steps of a run, with its epochs marked. The loss axis is at the left,
 * the accuracy axis (0…100 %) at the right.
 *
 * <pre>{@code
 * TrainingChart chart = TrainingChart.of(recording);
 * BufferedImage picture = chart.render(chart.layout(1200, 600, 2), Theme.LIGHT);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class TrainingChart {

  private final long[] steps;
  private final long[] epochs;
  private final float[] losses;
  private final float[] accuracies;

  /**
   * Makes a chart; the arrays are copied.
   *
   * @param steps each frame's step, in ascending order
   * @param epochs each frame's epoch
   * @param losses each frame's loss; values that are not finite leave a gap
   * @param accuracies each frame's accuracy, 0…1; values that are not finite leave a gap
   * @throws IllegalArgumentException if the lengths differ
   */
  public TrainingChart(long[] steps, long[] epochs, float[] losses, float[] accuracies) {
    if (epochs.length != steps.length
        || losses.length != steps.length
        || accuracies.length != steps.length) {
      throw new IllegalArgumentException("the arrays differ in length");
    }
    this.steps = steps.clone();
    this.epochs = epochs.clone();
    this.losses = losses.clone();
    this.accuracies = accuracies.clone();
  }

  /** Makes a chart of the current frames of a recording. */
  public static TrainingChart of(Recording recording) throws IOException {
    return new TrainingChart(
        recording.steps(), recording.epochs(), recording.losses(), recording.accuracies());
  }

  /**
   * Lays out the chart for a width and height in pixels. Below 150 pixels of height (at scale 1),
   * it has no legend.
   *
   * @param scale pixels per unit of text and lines: 1 on ordinary screens, 2 on high-resolution
   *     ones
   * @throws IllegalArgumentException if a number is not positive
   */
  public ChartLayout layout(int width, int height, int scale) {
    if (width <= 0 || height <= 0 || scale <= 0) {
      throw new IllegalArgumentException(width + " × " + height + " at scale " + scale);
    }
    return new ChartLayout(steps, width, height, scale);
  }

  /**
   * Lays out the chart of a run that is still going on. Its axis extends to the last planned step.
   *
   * @param lastStep the last planned step; ignored if there are later ones
   */
  public ChartLayout layout(int width, int height, int scale, long lastStep) {
    return layout(width, height, scale).reaching(lastStep);
  }

  /** Draws the chart. */
  public BufferedImage render(ChartLayout layout, Theme theme) {
    return render(layout, theme, ChartMarks.NONE);
  }

  /** Draws the chart with marks. */
  public BufferedImage render(ChartLayout layout, Theme theme, ChartMarks marks) {
    BufferedImage image =
        new BufferedImage(layout.width(), layout.height(), BufferedImage.TYPE_INT_RGB);
    ChartPainter painter = new ChartPainter(image.createGraphics(), layout, theme);
    try {
      int intervals = layout.compact() ? 2 : 5;
      double lossTick = Ticks.reaching(largest(losses), intervals);
      painter.ground();
      painter.valueAxes(intervals, lossTick);
      painter.stepAxis();
      painter.epochs(epochs);
      painter.curve(accuracies, 1, theme.accuracy());
      painter.curve(losses, lossTick * intervals, theme.loss());
      painter.marks(marks);
      if (!layout.compact()) {
        painter.legend();
      }
    } finally {
      painter.close();
    }
    return image;
  }

  private static double largest(float[] values) {
    float largest = 0;
    for (float value : values) {
      if (Float.isFinite(value)) {
        largest = Math.max(largest, value);
      }
    }
    return largest > 0 ? largest : 1;
  }
}
