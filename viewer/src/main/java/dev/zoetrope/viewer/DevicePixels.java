package dev.zoetrope.viewer;

import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** The screen's own pixels: on fine screens a unit of Swing has more than one. */
final class DevicePixels {

  private DevicePixels() {}

  /** Pixels a unit of Swing, such as 1, 1.5 or 2. */
  static double scale(Component component) {
    return component.getGraphicsConfiguration() == null
        ? 1
        : component.getGraphicsConfiguration().getDefaultTransform().getScaleX();
  }

  /** The scale of text and lines: whole, for bitmaps. */
  static int wholeScale(Component component) {
    return Math.max(1, (int) Math.round(scale(component)));
  }

  static int of(int units, double scale) {
    return (int) Math.floor(units * scale);
  }

  /** Draws a picture pixel for pixel, at a position in pixels. */
  static void draw(Graphics2D g, BufferedImage image, int x, int y) {
    AffineTransform before = g.getTransform();
    AffineTransform pixels =
        new AffineTransform(
            1, 0, 0, 1, Math.round(before.getTranslateX()), Math.round(before.getTranslateY()));
    g.setTransform(pixels);
    g.drawImage(image, x, y, null);
    g.setTransform(before);
  }
}
