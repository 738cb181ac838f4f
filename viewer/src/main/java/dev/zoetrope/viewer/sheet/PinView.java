package dev.zoetrope.viewer.sheet;

import dev.zoetrope.render.SheetCell;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.viewer.model.Change;
import dev.zoetrope.viewer.model.Hover;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.Workers;
import dev.zoetrope.viewer.ui.DevicePixels;
import dev.zoetrope.viewer.ui.FailureBar;
import dev.zoetrope.viewer.ui.PictureComponent;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.util.List;
import java.util.Optional;
import javax.swing.JLabel;
import javax.swing.SwingUtilities;

/** The pinned map, enlarged, with its input. A click moves the pin to another value of the map. */
@SuppressWarnings("serial") // never serialised
public final class PinView extends PictureComponent {

  private static final Color MARK = new Color(0x12A150);

  private final PlayerModel model;
  private final Workers workers;
  private final SheetPainter painter;
  private final Hover hover;
  private final JLabel caption;
  private SheetPicture picture;

  /**
   * Makes a view.
   *
   * @param caption shows what is pinned, and its value
   */
  public PinView(PlayerModel model, Workers workers, Hover hover, JLabel caption) {
    super("Pinned map");
    this.model = model;
    this.workers = workers;
    this.hover = hover;
    this.caption = caption;
    painter = new SheetPainter(workers.shadings);
    setPreferredSize(new Dimension(230, 300));
    setMinimumSize(new Dimension(120, 100));
    Mouse mouse = new Mouse();
    addMouseListener(mouse);
    addMouseMotionListener(mouse);
    model.addListener(
        change -> {
          if (change == Change.RECORDING) {
            picture = null;
            clearFailure();
          }
          request();
        });
  }

  @Override
  protected void request() {
    if (!isShowing() || !model.hasFrames() || model.pin().isEmpty() || getHeight() <= 10) {
      return;
    }
    SheetCell pin = model.pin().orElseThrow();
    double scale = DevicePixels.scale(this);
    SheetOptions options =
        SheetOptions.DEFAULT
            .withLabels(false)
            .withTheme(model.view().theme)
            .withProbes(List.of(pin.probe()))
            .withChannels(List.of(Math.max(0, pin.channel())));
    SheetRequest request =
        new SheetRequest(
            model.recording().orElseThrow(),
            model.run(),
            model.view().layer,
            options,
            model.view().colours,
            0,
            DevicePixels.of(getWidth(), scale),
            DevicePixels.of(getHeight() - 10, scale));
    int frame = model.frame();
    workers.draw(
        workers.pin,
        request.recording(),
        () -> {
          SheetPicture drawn = painter.paint(request, frame);
          SwingUtilities.invokeLater(() -> show(drawn));
        },
        e -> {
          fail(FailureBar.text(frame, e));
          caption.setText(" "); // the last value belongs to another frame
        });
  }

  private void show(SheetPicture drawn) {
    if (picture != null) {
      painter.release(picture);
    }
    picture = drawn;
    clearFailure();
    model.pin().ifPresent(this::describe);
    repaint();
  }

  private void describe(SheetCell pin) {
    float value = picture.renderer().value(pin, picture.values());
    boolean units = model.layer().shape().size() == 1;
    caption.setText("<html>" + Hover.text(model.run(), units, pin, value).replace("  ·  ", "<br>"));
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    Graphics2D g = (Graphics2D) graphics;
    g.setColor(new Color(model.view().theme.background()));
    g.fillRect(0, 0, getWidth(), getHeight());
    if (picture == null || model.pin().isEmpty()) {
      return;
    }
    SheetGeometry geometry = geometry();
    picture.paint(g, geometry.origin().x, geometry.origin().y);
    geometry
        .layout()
        .box(model.pin().orElseThrow())
        .ifPresent(
            box -> {
              g.setColor(MARK);
              g.setStroke(new BasicStroke(2));
              g.draw(geometry.outline(box, 0));
            });
  }

  private SheetGeometry geometry() {
    double scale = DevicePixels.scale(this);
    int room = DevicePixels.of(getWidth(), scale) - picture.image().getWidth();
    Point origin = new Point(Math.max(0, room / 2), (int) (10 * scale));
    return new SheetGeometry(picture.renderer().layout(), origin, scale);
  }

  private Optional<SheetCell> cellAt(MouseEvent event) {
    return picture == null || failure().isPresent()
        ? Optional.empty()
        : geometry().cellAt(event.getPoint());
  }

  private final class Mouse extends MouseAdapter {

    @Override
    public void mouseMoved(MouseEvent e) {
      cellAt(e)
          .ifPresentOrElse(
              cell -> hover.show(cell, () -> picture.renderer().value(cell, picture.values())),
              hover::clear);
    }

    @Override
    public void mouseExited(MouseEvent e) {
      hover.clear();
    }

    @Override
    public void mousePressed(MouseEvent e) {
      cellAt(e).filter(cell -> !cell.input()).ifPresent(model::setPin);
    }
  }
}
