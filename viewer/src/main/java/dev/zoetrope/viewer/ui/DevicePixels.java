package dev.zoetrope.viewer.ui;

import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** The screen's own pixels: on fine screens a unit of Swing has more than one. */
public final class DevicePixels {

  private DevicePixels() {}

  /** Pixels a unit of Swing, such as 1, 1.5 or 2. */
  public static double scale(Component component) {
    return component.getGraphicsConfiguration() == null
        ? 1
        : component.getGraphicsConfiguration().getDefaultTransform().getScaleX();
  }

  /** The scale of text and lines: whole, for bitmaps. */
  public static int wholeScale(Component component) {
    return Math.max(1, (int) Math.round(scale(component)));
  }

  /** The smallest rectangle in units of Swing that holds so many pixels. */
  public static Rectangle units(int x, int y, int width, int height, double scale) {
    int left = (int) Math.floor(x / scale);
    int top = (int) Math.floor(y / scale);
    int right = (int) Math.ceil((x + width) / scale);
    int bottom = (int) Math.ceil((y + height) / scale);
    return new Rectangle(left, top, right - left, bottom - top);
  }

  public static int of(int units, double scale) {
    return (int) Math.floor(units * scale);
  }

  /**
   * Draws a picture pixel for pixel, at a position in pixels; only what the clip lets through,
   * which Java2D would copy whole.
   */
  public static void draw(Graphics2D g, BufferedImage image, int x, int y) {
    AffineTransform before = g.getTransform();
    AffineTransform pixels =
        new AffineTransform(
            1, 0, 0, 1, Math.round(before.getTranslateX()), Math.round(before.getTranslateY()));
    g.setTransform(pixels);
    Rectangle part = new Rectangle(x, y, image.getWidth(), image.getHeight());
    if (g.getClipBounds() != null) {
      part = part.intersection(g.getClipBounds());
    }
    if (!part.isEmpty()) {
      int right = part.x + part.width;
      int bottom = part.y + part.height;
      g.drawImage(
          image,
          part.x,
          part.y,
          right,
          bottom,
          part.x - x,
          part.y - y,
          right - x,
          bottom - y,
          null);
    }
    g.setTransform(before);
  }
}
