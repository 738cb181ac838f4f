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

/** Keeps a value where it is on the screen while the picture in a viewport changes its size. */
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

  /** Remembers a value and where it is in the view, for the next change of size. */
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
   * @param boundsOf tells where a value lies now
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
              viewport.getParent().validate(); // the new size counts from here on
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
