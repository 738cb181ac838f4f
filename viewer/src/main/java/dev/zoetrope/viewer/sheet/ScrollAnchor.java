package dev.zoetrope.viewer.sheet;

import dev.zoetrope.render.SheetCell;
import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.util.Optional;
import java.util.function.Function;
import javax.swing.JComponent;
import javax.swing.JViewport;
import javax.swing.SwingUtilities;

/** Keeps a value in its place on the screen when the picture in a viewport changes its size. */
final class ScrollAnchor {

  private final JComponent view;
  private SheetCell cell;
  private Point inViewport;

  ScrollAnchor(JComponent view) {
    this.view = view;
  }

  private Optional<JViewport> viewport() {
    return Optional.ofNullable(
        (JViewport) SwingUtilities.getAncestorOfClass(JViewport.class, view));
  }

  /** Remembers a value and its place in the view until the next change of size. */
  void keep(SheetCell newCell, Point at) {
    viewport()
        .ifPresent(
            viewport -> {
              cell = newCell;
              inViewport = SwingUtilities.convertPoint(view, at, viewport);
            });
  }

  /**
   * Scrolls the value back to its place.
   *
   * @param boundsOf returns where a value is now
   */
  void restore(Function<SheetCell, Optional<Rectangle>> boundsOf) {
    if (cell == null) {
      return;
    }
    SheetCell kept = cell;
    cell = null;
    viewport()
        .ifPresent(
            viewport -> {
              viewport.getParent().validate(); // applies the new size
              boundsOf.apply(kept).ifPresent(bounds -> scroll(viewport, bounds));
            });
  }

  private void scroll(JViewport viewport, Rectangle bounds) {
    Dimension room = viewport.getExtentSize();
    int x = bounds.x + bounds.width / 2 - inViewport.x;
    int y = bounds.y + bounds.height / 2 - inViewport.y;
    viewport.setViewPosition(
        new Point(
            within(x, view.getWidth() - room.width), within(y, view.getHeight() - room.height)));
  }

  private static int within(int position, int most) {
    return Math.max(0, Math.min(most, position));
  }
}
