package dev.zoetrope.viewer.sheet;

import dev.zoetrope.recording.RecordingFormatException;
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
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import javax.swing.JViewport;
import javax.swing.SwingUtilities;

/** The sheet of the selected layer, drawn off the event thread, pixel for pixel on the screen. */
@SuppressWarnings("serial") // never serialised
public final class SheetView extends PictureComponent {

  private static final Color PIN = new Color(0x12A150);

  private final PlayerModel model;
  private final Workers workers;
  private final SheetPainter painter;
  private final IntConsumer onUnreadable;
  private IntConsumer onPainted;
  private final Hover hover;
  private SheetPicture picture;
  private String failure;

  /** The value to be kept under the mouse at the next change of size, and where the mouse is. */
  private SheetCell anchor;

  private Point anchorInView;

  /**
   * Makes a view.
   *
   * @param onPainted hears which frame has reached the screen
   * @param onUnreadable hears which frame cannot be shown
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
        failure = null;
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

  /** Asks for the picture that the model wants now. */
  @Override
  protected void request() {
    if (!model.hasFrames() || model.view().overview || visibleSize().width <= 0) {
      return;
    }
    SheetRequest request = currentRequest();
    int frame = model.frame();
    workers.main.submit(
        () -> {
          try {
            SheetPicture drawn = painter.paint(request, frame);
            SwingUtilities.invokeLater(() -> show(request, drawn));
          } catch (IOException | RuntimeException e) {
            SwingUtilities.invokeLater(() -> fail(request, frame, e));
          }
        });
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
    boolean sameSheet = before != null && failure == null && before.renderer() == drawn.renderer();
    picture = drawn;
    failure = null;
    hover.refresh();
    if (sameSheet) {
      paintParts(drawn.changesSince(before));
    } else {
      revalidate();
      scrollToAnchor();
      repaint();
    }
    if (before != null) {
      painter.release(before);
    }
  }

  /** Brings parts of the picture to the screen; Swing would paint a rectangle around them all. */
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

  /** Keeps a value where it is on the screen while the zoom changes. */
  void keepInPlace(SheetCell cell, Point at) {
    JViewport viewport = (JViewport) SwingUtilities.getAncestorOfClass(JViewport.class, this);
    if (viewport != null) {
      anchor = cell;
      anchorInView = SwingUtilities.convertPoint(this, at, viewport);
    }
  }

  private void scrollToAnchor() {
    JViewport viewport = (JViewport) SwingUtilities.getAncestorOfClass(JViewport.class, this);
    if (anchor == null || viewport == null) {
      return;
    }
    viewport.getParent().validate(); // the new size counts from here on
    Dimension room = viewport.getExtentSize();
    boundsOf(anchor)
        .ifPresent(
            now ->
                viewport.setViewPosition(
                    new Point(
                        within(now.x + now.width / 2 - anchorInView.x, getWidth() - room.width),
                        within(
                            now.y + now.height / 2 - anchorInView.y, getHeight() - room.height))));
    anchor = null;
  }

  private static int within(int position, int most) {
    return Math.max(0, Math.min(most, position));
  }

  private void fail(SheetRequest request, int frame, Exception e) {
    if (model.recording().orElse(null) == request.recording()) {
      String why = e instanceof RecordingFormatException damage ? damage.reason() : e.getMessage();
      failure = "Frame " + frame + " cannot be read: " + why + ". Other frames may be whole.";
      repaint();
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
      drawPin(g, at);
      if (g.getClipBounds().contains(getVisibleRect())) {
        painted();
      }
    }
    if (failure != null) {
      drawFailure(g);
    }
  }

  private void drawPin(Graphics2D g, Rectangle at) {
    Optional<Box> box =
        model.pin().flatMap(pin -> picture.renderer().layout().box(pin.probe(), pin.channel()));
    if (box.isEmpty()) {
      return;
    }
    double scale = DevicePixels.scale(this);
    double line = 2;
    Rectangle2D outline =
        new Rectangle2D.Double(
            (at.x + box.get().x()) / scale - line / 2,
            (at.y + box.get().y()) / scale - line / 2,
            box.get().width() / scale + line,
            box.get().height() / scale + line);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(PIN);
    g.setStroke(new BasicStroke((float) line));
    g.draw(outline);
  }

  private void drawFailure(Graphics2D g) {
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    int height = g.getFontMetrics().getHeight() + 12;
    g.setColor(new Color(0xB3261E));
    g.fillRect(0, 0, getWidth(), height);
    g.setColor(Color.WHITE);
    g.drawString(failure, 12, 6 + g.getFontMetrics().getAscent());
  }

  /** Where the picture is, in the screen's pixels: in the middle if there is room. */
  public Rectangle pictureBounds() {
    double scale = DevicePixels.scale(this);
    int width = picture.image().getWidth();
    int height = picture.image().getHeight();
    int x = Math.max(0, (DevicePixels.of(getWidth(), scale) - width) / 2);
    int y = Math.max(0, (DevicePixels.of(getHeight(), scale) - height) / 2);
    return new Rectangle(x, y, width, height);
  }

  /** The value under the mouse. */
  public Optional<SheetCell> cellAt(MouseEvent event) {
    if (picture == null) {
      return Optional.empty();
    }
    double scale = DevicePixels.scale(this);
    Rectangle at = pictureBounds();
    return picture
        .renderer()
        .layout()
        .cellAt((int) (event.getX() * scale) - at.x, (int) (event.getY() * scale) - at.y);
  }

  /** Where a value lies in this component, for tests and for showing it. */
  public Optional<Rectangle> boundsOf(SheetCell cell) {
    if (picture == null) {
      return Optional.empty();
    }
    double scale = DevicePixels.scale(this);
    Rectangle at = pictureBounds();
    return picture
        .renderer()
        .layout()
        .box(cell)
        .map(
            box ->
                new Rectangle(
                    (int) ((at.x + box.x()) / scale),
                    (int) ((at.y + box.y()) / scale),
                    (int) Math.ceil(box.width() / scale),
                    (int) Math.ceil(box.height() / scale)));
  }

  void hoverAt(SheetCell cell) {
    if (cell == null) {
      hover.clear();
    } else {
      hover.show(cell, () -> picture == null ? Float.NaN : valueOf(cell));
    }
  }

  private float valueOf(SheetCell cell) {
    return picture.renderer().value(cell, picture.values());
  }

  /** The pixels a value takes now, zoomed or fitted. */
  public int zoomNow() {
    return picture == null ? 1 : zoomOf(picture.renderer().layout());
  }

  /** The pixels a value is to take, which the picture may not show yet. */
  public int zoomWanted() {
    return model.view().zoom > 0 ? model.view().zoom : zoomNow();
  }

  private int zoomOf(SheetLayout layout) {
    return model.layer().shape().size() == 1
        ? Math.max(1, layout.options().cellWidth() / 4)
        : layout.zoomX();
  }

  /** Lets someone else hear which frame has reached the screen. */
  public void onPaint(IntConsumer listener) {
    onPainted = onPainted.andThen(listener);
  }

  /** Why the current frame cannot be shown, if that is so. */
  public Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** The picture on the screen, if there is one. */
  public Optional<SheetPicture> picture() {
    return Optional.ofNullable(picture);
  }
}
