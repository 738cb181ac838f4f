package dev.zoetrope.viewer.sheet;

import dev.zoetrope.render.Box;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.render.SheetLayout;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.Optional;

/**
 * Where the values of a sheet lie in the component that shows it.
 *
 * @param origin the picture's corner, in the screen's pixels
 * @param scale the screen's pixels for one of the component's units
 */
record SheetGeometry(SheetLayout layout, Point origin, double scale) {

  /** The value at a place in the component. */
  Optional<SheetCell> cellAt(Point at) {
    return layout.cellAt((int) (at.x * scale) - origin.x, (int) (at.y * scale) - origin.y);
  }

  /** The units that a value touches. */
  Optional<Rectangle> boundsOf(SheetCell cell) {
    return layout
        .box(cell)
        .map(
            box ->
                new Rectangle(
                    (int) ((origin.x + box.x()) / scale),
                    (int) ((origin.y + box.y()) / scale),
                    (int) Math.ceil(box.width() / scale),
                    (int) Math.ceil(box.height() / scale)));
  }

  /** A part of the picture in the component's units, exactly, with a margin around it. */
  Rectangle2D outline(Box box, double margin) {
    return new Rectangle2D.Double(
        (origin.x + box.x()) / scale - margin,
        (origin.y + box.y()) / scale - margin,
        box.width() / scale + 2 * margin,
        box.height() / scale + 2 * margin);
  }
}
