package dev.zoetrope.viewer.sheet;

import dev.zoetrope.render.Box;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.render.SheetLayout;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.viewer.model.Change;
import dev.zoetrope.viewer.model.Hover;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RunData;
import dev.zoetrope.viewer.model.ViewState;
import dev.zoetrope.viewer.model.Workers;
import dev.zoetrope.viewer.ui.DevicePixels;
import dev.zoetrope.viewer.ui.FailureBar;
import dev.zoetrope.viewer.ui.PictureComponent;
import dev.zoetrope.viewer.ui.StartupTime;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Toolkit;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import javax.swing.SwingUtilities;

/** The sheet of the selected layer, drawn in the background and shown pixel for pixel. */
@SuppressWarnings("serial") // never serialised
public final class SheetView extends PictureComponent {

  private static final Color PIN = new Color(0x12A150);
  private static final int PIN_WIDTH = 2;

  private final PlayerModel model;
  private final Workers workers;
  private final SheetPainter painter;
  private final IntConsumer onUnreadable;
  private IntConsumer onPainted;
  private final Hover hover;
  private SheetPicture picture;
  private final ScrollAnchor anchor = new ScrollAnchor(this);

  /**
   * Makes a view.
   *
   * @param onPainted is told which frame has reached the screen
   * @param onUnreadable is told which frame cannot be shown
   */
  public SheetView(
      PlayerModel model,
      Workers workers,
      Hover hover,
      IntConsumer onPainted,
      IntConsumer onUnreadable) {
    super("Sheet of the layer");
    this.model = model;
    this.workers = workers;
    this.hover = hover;
    this.onPainted = onPainted;
    this.onUnreadable = onUnreadable;
    painter = new SheetPainter(workers.shadings);
    setFocusable(true);
    SheetMouse mouse = new SheetMouse(model, this);
    addMouseListener(mouse);
    addMouseMotionListener(mouse);
    addMouseWheelListener(mouse);
    model.addListener(this::changed);
  }

  private void changed(Change change) {
    switch (change) {
      case RECORDING -> {
        picture = null;
        clearFailure();
        hover.clear();
        request();
      }
      case FRAME, VIEW -> request();
      case GROWTH -> {
        if (picture == null) {
          request();
        }
      }
      case PIN -> repaint();
      default -> {}
    }
  }

  /** Requests the picture for the current state of the model. */
  @Override
  protected void request() {
    if (!model.hasFrames() || model.view().overview || visibleSize().width <= 0) {
      return;
    }
    SheetRequest request = currentRequest();
    int frame = model.frame();
    workers.draw(
        workers.main,
        request.recording(),
        () -> {
          SheetPicture drawn = painter.paint(request, frame);
          SwingUtilities.invokeLater(() -> show(request, drawn));
        },
        e -> fail(request, frame, e));
  }

  private SheetRequest currentRequest() {
    ViewState view = model.view();
    RunData run = model.run();
    double scale = DevicePixels.scale(this);
    Dimension size = visibleSize();
    SheetOptions options =
        SheetOptions.DEFAULT
            .withColorBar(true)
            .withTheme(view.theme)
            .withProbes(ViewState.shown(view.hiddenProbes, run.probes().count()))
            .withChannels(ViewState.shown(view.hiddenChannels(), model.layer().channels()));
    return new SheetRequest(
        model.recording().orElseThrow(),
        run,
        view.layer,
        options,
        view.colours,
        view.zoom,
        DevicePixels.of(size.width, scale),
        DevicePixels.of(size.height, scale));
  }

  private void show(SheetRequest request, SheetPicture drawn) {
    if (model.recording().orElse(null) != request.recording()) {
      return;
    }
    SheetPicture before = picture;
    boolean sameSheet =
        before != null && failure().isEmpty() && before.renderer() == drawn.renderer();
    picture = drawn;
    clearFailure();
    hover.refresh();
    if (sameSheet) {
      paintParts(drawn.changesSince(before));
    } else {
      revalidate();
      anchor.restore(this::boundsOf);
      repaint();
    }
    if (before != null) {
      painter.release(before);
    }
  }

  /** Paints parts of the picture; Swing would paint a rectangle around them all. */
  private void paintParts(List<Box> parts) {
    double scale = DevicePixels.scale(this);
    Rectangle at = pictureBounds();
    for (Box part : parts) {
      paintImmediately(
          DevicePixels.units(at.x + part.x(), at.y + part.y(), part.width(), part.height(), scale));
    }
    if (isShowing()) {
      painted();
    }
  }

  private void painted() {
    Toolkit.getDefaultToolkit().sync();
    onPainted.accept(picture.frame());
    StartupTime.painted();
  }

  /** Keeps a value in its place on the screen while the zoom changes. */
  void keepInPlace(SheetCell cell, Point at) {
    anchor.keep(cell, at);
  }

  private void fail(SheetRequest request, int frame, Throwable e) {
    if (model.recording().orElse(null) == request.recording()) {
      fail(FailureBar.text(frame, e));
      hover.clear(); // the picture behind shows another frame
      onUnreadable.accept(frame);
    }
  }

  @Override
  public Dimension getPreferredSize() {
    if (picture == null || model.view().zoom == 0) {
      return new Dimension(1, 1);
    }
    double scale = DevicePixels.scale(this);
    return new Dimension(
        (int) Math.ceil(picture.image().getWidth() / scale),
        (int) Math.ceil(picture.image().getHeight() / scale));
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    Graphics2D g = (Graphics2D) graphics;
    g.setColor(new Color(model.view().theme.background()));
    g.fillRect(0, 0, getWidth(), getHeight());
    if (picture != null) {
      Rectangle at = pictureBounds();
      picture.paint(g, at.x, at.y);
      drawPin(g);
      if (g.getClipBounds().contains(getVisibleRect())) {
        painted();
      }
    }
  }

  private void drawPin(Graphics2D g) {
    SheetGeometry geometry = geometry();
    model
        .pin()
        .flatMap(pin -> geometry.layout().box(pin.probe(), pin.channel()))
        .ifPresent(
            box -> {
              g.setRenderingHint(
                  RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
              g.setColor(PIN);
              g.setStroke(new BasicStroke(PIN_WIDTH));
              g.draw(geometry.outline(box, PIN_WIDTH / 2.0));
            });
  }

  /** The bounds of the picture in device pixels; it is centred if there is room. */
  public Rectangle pictureBounds() {
    double scale = DevicePixels.scale(this);
    int width = picture.image().getWidth();
    int height = picture.image().getHeight();
    int x = Math.max(0, (DevicePixels.of(getWidth(), scale) - width) / 2);
    int y = Math.max(0, (DevicePixels.of(getHeight(), scale) - height) / 2);
    return new Rectangle(x, y, width, height);
  }

  private SheetGeometry geometry() {
    return new SheetGeometry(
        picture.renderer().layout(), pictureBounds().getLocation(), DevicePixels.scale(this));
  }

  /** The value under the mouse. */
  public Optional<SheetCell> cellAt(MouseEvent event) {
    return picture == null ? Optional.empty() : geometry().cellAt(event.getPoint());
  }

  /** Where a value is in this component. */
  public Optional<Rectangle> boundsOf(SheetCell cell) {
    return picture == null ? Optional.empty() : geometry().boundsOf(cell);
  }

  void hoverAt(SheetCell cell) {
    if (cell == null || failure().isPresent()) {
      hover.clear();
    } else {
      hover.show(cell, () -> picture == null ? Float.NaN : valueOf(cell));
    }
  }

  private float valueOf(SheetCell cell) {
    return picture.renderer().value(cell, picture.values());
  }

  /** The pixels per value now, zoomed or fitted. */
  public int zoomNow() {
    return picture == null ? 1 : zoomOf(picture.renderer().layout());
  }

  /** The pixels per value that were asked for; the picture may not show them yet. */
  public int zoomWanted() {
    return model.view().zoom > 0 ? model.view().zoom : zoomNow();
  }

  private int zoomOf(SheetLayout layout) {
    return model.layer().shape().size() == 1
        ? Math.max(1, layout.options().cellWidth() / 4)
        : layout.zoomX();
  }

  /** Adds a listener that is told which frame has reached the screen. */
  public void onPaint(IntConsumer listener) {
    onPainted = onPainted.andThen(listener);
  }

  /** The picture on the screen, if there is one. */
  public Optional<SheetPicture> picture() {
    return Optional.ofNullable(picture);
  }
}
