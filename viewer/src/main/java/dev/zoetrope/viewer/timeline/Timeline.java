package dev.zoetrope.viewer.timeline;

import dev.zoetrope.render.Box;
import dev.zoetrope.render.ChartLayout;
import dev.zoetrope.render.ChartMarks;
import dev.zoetrope.render.Theme;
import dev.zoetrope.render.TrainingChart;
import dev.zoetrope.viewer.model.Change;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RunData;
import dev.zoetrope.viewer.model.Transport;
import dev.zoetrope.viewer.model.Workers;
import dev.zoetrope.viewer.ui.DevicePixels;
import dev.zoetrope.viewer.ui.FailureBar;
import dev.zoetrope.viewer.ui.PictureComponent;
import java.awt.Color;
import java.awt.Cursor;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import java.util.Optional;
import javax.swing.SwingUtilities;

/** The chart of loss and accuracy, which is also the scrubber. */
@SuppressWarnings("serial") // never serialised
public final class Timeline extends PictureComponent {

  private static final Color PLAYHEAD = new Color(0x12A150);
  private static final Color OUTSIDE_LIGHT = new Color(0xB0, 0xB6, 0xC0, 0x80);
  private static final Color OUTSIDE_DARK = new Color(0, 0, 0, 0x90);

  private static final int HEAD = 6;

  private final PlayerModel model;
  private final Workers workers;
  private final Histories histories;
  private BufferedImage image;
  private ChartLayout layout;

  private Range shownRange;

  /** Where the playhead was painted last. */
  private double playhead;

  /** The frames to play. */
  private record Range(int first, int last) {}

  public Timeline(PlayerModel model, Workers workers, Histories histories) {
    super("Timeline: loss and accuracy by step");
    this.model = model;
    this.workers = workers;
    this.histories = histories;
    setPreferredSize(new Dimension(600, 132));
    setMinimumSize(new Dimension(160, 72));
    setFocusable(true);
    setCursor(Cursor.getPredefinedCursor(Cursor.HAND_CURSOR));
    setToolTipText(""); // turns tooltips on; the text depends on the position
    Scrubber scrubber = new Scrubber();
    addMouseListener(scrubber);
    addMouseMotionListener(scrubber);
    model.addListener(this::changed);
    histories.addListener(this::request);
  }

  private void changed(Change change) {
    switch (change) {
      case RECORDING -> {
        image = null;
        layout = null;
        request();
      }
      case GROWTH, VIEW -> request();
      case FRAME -> movePlayhead();
      case TRANSPORT -> {
        if (!range().equals(shownRange)) {
          repaint();
        }
      }
      default -> {}
    }
  }

  private Range range() {
    return new Range(model.transport().firstFrame(), model.transport().lastFrame());
  }

  private void movePlayhead() {
    double now = xOf(model.frame());
    for (double x : new double[] {playhead, now}) {
      repaint((int) (x - HEAD) - 2, 0, 2 * HEAD + 4, getHeight());
    }
    playhead = now;
  }

  @Override
  protected void request() {
    if (model.run() == null || getWidth() <= 0) {
      return;
    }
    RunData run = model.run();
    double scale = DevicePixels.scale(this);
    int width = DevicePixels.of(getWidth(), scale);
    int height = DevicePixels.of(getHeight(), scale);
    int text = DevicePixels.wholeScale(this);
    Theme theme = model.view().theme;
    ChartMarks marks = histories.marks();
    workers.draw(
        workers.chart,
        model.recording().orElseThrow(),
        () -> {
          TrainingChart chart =
              new TrainingChart(run.steps(), run.epochs(), run.losses(), run.accuracies());
          ChartLayout newLayout = chart.layout(width, height, text, run.lastStep());
          BufferedImage drawn = chart.render(newLayout, theme, marks);
          SwingUtilities.invokeLater(() -> show(newLayout, drawn));
        },
        e -> fail("The curves cannot be drawn: " + FailureBar.reason(e)));
  }

  private void show(ChartLayout newLayout, BufferedImage drawn) {
    layout = newLayout;
    clearFailure();
    image = drawn;
    firePropertyChange("layout", null, newLayout);
    repaint();
  }

  /** The positions of steps, in device pixels; the time view aligns with them. */
  public Optional<ChartLayout> layoutNow() {
    return Optional.ofNullable(layout);
  }

  /**
   * The position of a frame in this component. A growing run may be slightly ahead of its chart.
   */
  double xOf(int frame) {
    return layout == null
        ? 0
        : layout.x(Math.min(frame, layout.frames() - 1)) / DevicePixels.scale(this);
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    Graphics2D g = (Graphics2D) graphics;
    g.setColor(new Color(model.view().theme.plot()));
    g.fillRect(0, 0, getWidth(), getHeight());
    if (image == null) {
      return;
    }
    DevicePixels.draw(g, image, 0, 0);
    if (model.hasFrames() && layout.frames() > 0) {
      double scale = DevicePixels.scale(this);
      Box plot = layout.plot();
      double top = plot.y() / scale;
      double height = plot.height() / scale;
      shadeOutsideRange(g, top, height, scale);
      drawPlayhead(g, top, height);
    }
  }

  private void shadeOutsideRange(Graphics2D g, double top, double height, double scale) {
    Transport transport = model.transport();
    shownRange = range();
    if (!transport.hasRange()) {
      return;
    }
    g.setColor(model.view().theme == Theme.DARK ? OUTSIDE_DARK : OUTSIDE_LIGHT);
    double left = layout.plot().x() / scale;
    double right = (layout.plot().x() + layout.plot().width()) / scale;
    double in = xOf(transport.firstFrame());
    double out = xOf(transport.lastFrame());
    g.fill(new Rectangle2D.Double(left, top, Math.max(0, in - left), height));
    g.fill(new Rectangle2D.Double(out, top, Math.max(0, right - out), height));
    g.setColor(new Color(model.view().theme.text()));
    bracket(g, in, top, height, 5);
    bracket(g, out, top, height, -5);
  }

  private static void bracket(Graphics2D g, double x, double top, double height, double arm) {
    double left = Math.min(x, x + arm);
    g.fill(new Rectangle2D.Double(x - 0.75, top, 1.5, height));
    g.fill(new Rectangle2D.Double(left, top, Math.abs(arm), 2));
    g.fill(new Rectangle2D.Double(left, top + height - 2, Math.abs(arm), 2));
  }

  private void drawPlayhead(Graphics2D g, double top, double height) {
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    double x = xOf(model.frame());
    playhead = x;
    g.setColor(PLAYHEAD);
    g.fill(new Rectangle2D.Double(x - 0.75, top - 3, 1.5, height + 3));
    Path2D head = new Path2D.Double();
    head.moveTo(x, top + 3);
    head.lineTo(x + HEAD, top - HEAD);
    head.lineTo(x - HEAD, top - HEAD);
    head.closePath();
    g.fill(head);
  }

  @Override
  public String getToolTipText(MouseEvent event) {
    if (layout == null || !model.hasFrames()) {
      return null;
    }
    int frame = frameAt(event);
    RunData run = model.run();
    return String.format(
        Locale.ROOT,
        "step %d, loss %.4g, accuracy %.1f %%%s",
        run.step(frame),
        run.loss(frame),
        100 * run.accuracy(frame),
        markNear(frame));
  }

  /** Explains the mark under the mouse, if there is one. */
  private String markNear(int frame) {
    for (int change : histories.changes()) {
      if (Math.abs(xOf(change) - xOf(frame)) <= HEAD) {
        return "; ▾ marks a large change (N, B)";
      }
    }
    return histories.flagged(frame) ? "; marked: NaN or infinity" : "";
  }

  private int frameAt(MouseEvent event) {
    int frame = layout.frameAt(event.getX() * DevicePixels.scale(this));
    return Math.max(0, Math.min(model.run().frames() - 1, frame));
  }

  /** Press or drag to go to a step. */
  private final class Scrubber extends MouseAdapter {

    @Override
    public void mousePressed(MouseEvent e) {
      requestFocusInWindow();
      model.transport().pause();
      scrub(e);
    }

    @Override
    public void mouseDragged(MouseEvent e) {
      scrub(e);
    }

    private void scrub(MouseEvent e) {
      if (layout != null && model.hasFrames()) {
        model.transport().seek(frameAt(e));
      }
    }
  }
}
