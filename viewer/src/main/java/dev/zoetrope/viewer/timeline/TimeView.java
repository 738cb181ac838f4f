package dev.zoetrope.viewer.timeline;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.ChartLayout;
import dev.zoetrope.render.Kymograph;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.render.Theme;
import dev.zoetrope.viewer.model.Change;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RunData;
import dev.zoetrope.viewer.model.Workers;
import dev.zoetrope.viewer.ui.DevicePixels;
import dev.zoetrope.viewer.ui.FailureBar;
import dev.zoetrope.viewer.ui.PictureComponent;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Locale;
import javax.swing.SwingUtilities;

/**
 * The pinned row of pixels over the whole run as a kymograph, with the pinned value as a curve. It
 * is above the timeline and shares its axis.
 */
@SuppressWarnings("serial") // never serialised
public final class TimeView extends PictureComponent {

  private static final Color PLAYHEAD = new Color(0x12A150);

  private final PlayerModel model;
  private final Workers workers;
  private final Timeline timeline;
  private Kymograph kymograph;
  private Wanted shown;
  private Wanted asked;
  private BufferedImage image;

  /** What the picture depends on. */
  private record Wanted(
      Recording recording,
      int layer,
      SheetCell pin,
      int frames,
      Colours colours,
      Theme theme,
      ChartLayout layout,
      int height) {

    boolean sameValues(Wanted other) {
      return other != null
          && recording == other.recording
          && layer == other.layer
          && pin.equals(other.pin)
          && frames == other.frames;
    }
  }

  public TimeView(PlayerModel model, Workers workers, Timeline timeline) {
    super("Time view of the pinned value");
    this.model = model;
    this.workers = workers;
    this.timeline = timeline;
    setPreferredSize(new Dimension(600, 150));
    setMinimumSize(new Dimension(160, 80));
    setToolTipText("");
    MouseAdapter mouse =
        new MouseAdapter() {
          @Override
          public void mousePressed(MouseEvent e) {
            model.transport().pause();
            seek(e);
          }

          @Override
          public void mouseDragged(MouseEvent e) {
            seek(e);
          }
        };
    addMouseListener(mouse);
    addMouseMotionListener(mouse);
    model.addListener(
        change -> {
          if (change == Change.FRAME) {
            repaint();
          } else {
            request();
          }
        });
    timeline.addPropertyChangeListener("layout", event -> request());
  }

  private void seek(MouseEvent e) {
    timeline
        .layoutNow()
        .ifPresent(
            layout -> model.transport().seek(layout.frameAt(e.getX() * DevicePixels.scale(this))));
  }

  @Override
  protected void request() {
    if (!isShowing() || timeline.layoutNow().isEmpty() || model.pin().isEmpty()) {
      if (model.pin().isEmpty()) {
        image = null;
        asked = null;
      }
      repaint();
      return;
    }
    Wanted wanted =
        new Wanted(
            model.recording().orElseThrow(),
            model.view().layer,
            model.pin().orElseThrow(),
            model.run().frames(),
            model.view().colours,
            model.view().theme,
            timeline.layoutNow().orElseThrow(),
            DevicePixels.of(getHeight(), DevicePixels.scale(this)));
    if (wanted.equals(asked) || wanted.height() < 8) {
      return;
    }
    asked = wanted;
    RunData run = model.run();
    Kymograph reusable = wanted.sameValues(shown) ? kymograph : null;
    workers.draw(
        workers.time,
        wanted.recording(),
        () -> {
          Kymograph of =
              reusable != null
                  ? reusable
                  : TimeSeries.of(
                      wanted.recording(),
                      run.layers().get(wanted.layer()),
                      wanted.pin(),
                      wanted.frames(),
                      () -> !workers.time.superseded());
          Shading shading =
              workers.shadings.get(wanted.recording(), run, wanted.layer(), wanted.colours());
          BufferedImage drawn =
              of.render(wanted.layout(), wanted.height(), shading, wanted.theme());
          SwingUtilities.invokeLater(() -> show(wanted, of, drawn));
        },
        e -> fail(wanted, e));
  }

  private void fail(Wanted wanted, Throwable e) {
    if (wanted.equals(asked)) {
      fail("The value over the run cannot be shown: " + FailureBar.reason(e));
    }
  }

  private void show(Wanted wanted, Kymograph of, BufferedImage drawn) {
    shown = wanted;
    kymograph = of;
    clearFailure();
    image = drawn;
    repaint();
  }

  /** Whether the pinned value is shown. */
  public boolean drawn() {
    return image != null;
  }

  @Override
  public String getToolTipText(MouseEvent event) {
    if (kymograph == null || image == null || timeline.layoutNow().isEmpty()) {
      return "Pin a value to see it over the whole run";
    }
    int frame = timeline.layoutNow().orElseThrow().frameAt(event.getX() * DevicePixels.scale(this));
    return String.format(
        Locale.ROOT, "step %d: %+.4g", model.run().step(frame), kymograph.markedValue(frame));
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    Graphics2D g = (Graphics2D) graphics;
    g.setColor(new Color(model.view().theme.plot()));
    g.fillRect(0, 0, getWidth(), getHeight());
    if (image == null) {
      if (failure().isEmpty()) {
        g.setColor(new Color(model.view().theme.muted()));
        g.drawString("Click a map to pin a value and see it over the whole run", 48, 28);
      }
      return;
    }
    DevicePixels.draw(g, image, 0, 0);
    double x = timeline.xOf(model.frame());
    g.setColor(PLAYHEAD);
    g.fill(new Rectangle2D.Double(x - 0.75, 0, 1.5, getHeight()));
  }
}
