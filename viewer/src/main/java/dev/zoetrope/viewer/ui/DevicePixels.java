package dev.zoetrope.viewer.ui;

import java.awt.Component;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** Device pixels. On high-resolution screens a Swing unit has more than one. */
public final class DevicePixels {

  private DevicePixels() {}

  /** Device pixels per Swing unit, such as 1, 1.5 or 2. */
  public static double scale(Component component) {
    return component.getGraphicsConfiguration() == null
        ? 1
        : component.getGraphicsConfiguration().getDefaultTransform().getScaleX();
  }

  /** The scale of text and lines: an integer, since they are bitmaps. */
  public static int wholeScale(Component component) {
    return Math.max(1, (int) Math.round(scale(component)));
  }

  /** The smallest rectangle in Swing units that contains these pixels. */
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
   * Draws a picture pixel for pixel, at a position in pixels. Draws only the clipped part; Java2D
   * would copy the whole picture.
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
