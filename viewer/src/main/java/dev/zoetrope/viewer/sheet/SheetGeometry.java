package dev.zoetrope.viewer.sheet;

import dev.zoetrope.render.Box;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.render.SheetLayout;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.geom.Rectangle2D;
import java.util.Optional;

/**
 * The positions of a sheet's values in the component that shows it.
 *
 * @param origin the top left corner of the picture, in device pixels
 * @param scale device pixels per unit of the component
 */
record SheetGeometry(SheetLayout layout, Point origin, double scale) {

  /** Returns the value at a point of the component. */
  Optional<SheetCell> cellAt(Point at) {
    return layout.cellAt((int) (at.x * scale) - origin.x, (int) (at.y * scale) - origin.y);
  }

  /** Returns the units that a value covers, at least in part. */
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

  /** Returns a part of the picture, with a margin, in exact units of the component. */
  Rectangle2D outline(Box box, double margin) {
    return new Rectangle2D.Double(
        (origin.x + box.x()) / scale - margin,
        (origin.y + box.y()) / scale - margin,
        box.width() / scale + 2 * margin,
        box.height() / scale + 2 * margin);
  }
}
