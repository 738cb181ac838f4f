package dev.zoetrope.viewer.overview;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.MapShape;
import dev.zoetrope.render.Overview;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.render.Theme;
import dev.zoetrope.viewer.export.OverviewExport;
import dev.zoetrope.viewer.model.Change;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.Hover;
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
import java.awt.Point;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import javax.swing.SwingUtilities;

/** All layers of one probe at once, from input to output. */
@SuppressWarnings("serial") // never serialised
public final class OverviewView extends PictureComponent {

  private final PlayerModel model;
  private final Workers workers;
  private final Hover hover;
  private final IntConsumer onPainted;
  private final IntConsumer onUnreadable;
  private Picture picture;

  /** The layout in use and the key it was made for. For the drawing thread. */
  private Overview layout;

  private Key fitted;

  private record Key(Recording recording, int width, int height, int textScale) {}

  /** A drawn overview and the values it shows. */
  private record Picture(
      Recording recording,
      Overview layout,
      BufferedImage image,
      List<float[]> values,
      int frame,
      int probe) {}

  public OverviewView(
      PlayerModel model,
      Workers workers,
      Hover hover,
      IntConsumer onPainted,
      IntConsumer onUnreadable) {
    super("Overview of all layers");
    this.model = model;
    this.workers = workers;
    this.hover = hover;
    this.onPainted = onPainted;
    this.onUnreadable = onUnreadable;
    setFocusable(true);
    MouseAdapter mouse = new Mouse();
    addMouseListener(mouse);
    addMouseMotionListener(mouse);
    model.addListener(this::changed);
  }

  private void changed(Change change) {
    if (change == Change.RECORDING) {
      picture = null;
      clearFailure();
      hover.clear();
    }
    if (change == Change.RECORDING || change == Change.FRAME || change == Change.VIEW) {
      request();
    }
  }

  @Override
  protected void request() {
    Dimension size = visibleSize();
    if (!model.hasFrames() || !model.view().overview || size.width <= 0) {
      return;
    }
    double scale = DevicePixels.scale(this);
    int width = DevicePixels.of(size.width, scale);
    int height = DevicePixels.of(size.height, scale);
    int text = DevicePixels.wholeScale(this);
    Recording recording = model.recording().orElseThrow();
    RunData run = model.run();
    int frame = model.frame();
    int probe = model.view().probe;
    Theme theme = model.view().theme;
    Colours colours = model.view().colours;
    workers.draw(
        workers.main,
        recording,
        () -> {
          Key key = new Key(recording, width, height, text);
          if (!key.equals(fitted)) {
            layout = Overview.fit(run.layers(), run.probes(), width, height, text);
            fitted = key;
          }
          Picture drawn = draw(recording, run, layout, frame, probe, theme, colours);
          SwingUtilities.invokeLater(() -> show(drawn));
        },
        e -> fail(recording, frame, e));
  }

  private Picture draw(
      Recording recording,
      RunData run,
      Overview overview,
      int frame,
      int probe,
      Theme theme,
      Colours colours)
      throws IOException {
    List<float[]> values = new ArrayList<>();
    List<Shading> shadings = new ArrayList<>();
    for (int i = 0; i < run.layers().size(); i++) {
      Layer layer = run.layers().get(i);
      values.add(recording.activation(layer.name(), frame));
      shadings.add(workers.shadings.get(recording, run, i, colours));
    }
    BufferedImage image = overview.render(probe, values, shadings, theme);
    return new Picture(recording, overview, image, values, frame, probe);
  }

  private void fail(Recording of, int frame, Throwable e) {
    if (model.recording().orElse(null) == of) {
      fail(FailureBar.text(frame, e));
      hover.clear(); // the picture behind is that of another frame
      onUnreadable.accept(frame);
    }
  }

  private void show(Picture drawn) {
    if (model.recording().orElse(null) != drawn.recording()) {
      return;
    }
    picture = drawn;
    clearFailure();
    hover.refresh();
    revalidate();
    repaint();
  }

  /** Returns the picture on the screen, if there is one. */
  public Optional<BufferedImage> image() {
    return Optional.ofNullable(picture).map(Picture::image);
  }

  /** Returns what can be exported, if there is a picture. */
  public Optional<OverviewExport> export() {
    return Optional.ofNullable(picture)
        .map(
            shown ->
                new OverviewExport(
                    shown.recording(),
                    shown.layout(),
                    shown.probe(),
                    model.view().colours,
                    model.view().theme));
  }

  @Override
  public Dimension getPreferredSize() {
    Dimension visible = visibleSize();
    if (picture == null) {
      return new Dimension(1, 1);
    }
    double scale = DevicePixels.scale(this);
    int width = (int) (picture.image().getWidth() / scale);
    int height = (int) (picture.image().getHeight() / scale);
    return new Dimension(width > visible.width ? width : 1, height > visible.height ? height : 1);
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    Graphics2D g = (Graphics2D) graphics;
    g.setColor(new Color(model.view().theme.background()));
    g.fillRect(0, 0, getWidth(), getHeight());
    if (picture != null) {
      Point origin = origin();
      DevicePixels.draw(g, picture.image(), origin.x, origin.y);
      onPainted.accept(picture.frame());
    }
  }

  private Point origin() {
    double scale = DevicePixels.scale(this);
    int room = DevicePixels.of(getWidth(), scale) - picture.image().getWidth();
    return new Point(Math.max(0, room / 2), 0);
  }

  private Optional<Overview.Hit> hitAt(MouseEvent event) {
    if (picture == null || failure().isPresent()) {
      return Optional.empty();
    }
    double scale = DevicePixels.scale(this);
    Point origin = origin();
    return picture
        .layout()
        .hitAt(
            picture.probe(),
            (int) (event.getX() * scale) - origin.x,
            (int) (event.getY() * scale) - origin.y);
  }

  private float value(Overview.Hit hit) {
    RunData run = model.run();
    return hit.layer() < 0
        ? at(run.probes().input(), MapShape.of(run.probes()), hit.cell())
        : at(
            picture.values().get(hit.layer()),
            MapShape.of(run.layers().get(hit.layer())),
            hit.cell());
  }

  private static float at(float[] values, MapShape maps, SheetCell cell) {
    int channel = Math.max(0, cell.channel()); // for a colour input, the first
    return values[cell.probe() * maps.valuesPerProbe() + maps.index(channel, cell.y(), cell.x())];
  }

  /** Hovering shows the value; a click opens the layer's sheet and pins the map. */
  private final class Mouse extends MouseAdapter {

    @Override
    public void mouseMoved(MouseEvent e) {
      hitAt(e)
          .ifPresentOrElse(
              hit -> hover.show(layer(hit), hit.cell(), () -> value(hit)), hover::clear);
    }

    private Layer layer(Overview.Hit hit) {
      return hit.layer() < 0 ? null : model.run().layers().get(hit.layer());
    }

    @Override
    public void mouseExited(MouseEvent e) {
      hover.clear();
    }

    @Override
    public void mouseClicked(MouseEvent e) {
      requestFocusInWindow();
      hitAt(e)
          .filter(hit -> hit.layer() >= 0)
          .ifPresent(
              hit -> {
                model.selectLayer(hit.layer());
                model.setPin(hit.cell());
                model.setOverview(false);
              });
    }
  }
}
