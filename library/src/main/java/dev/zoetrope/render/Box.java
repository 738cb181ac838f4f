package dev.zoetrope.render;

/**
 * A rectangle of pixels.
 *
 * <pre>{@code
 * boolean inside = new Box(10, 20, 100, 50).contains(10, 20);
 * }</pre>
 *
 * @param x the leftmost pixel
 * @param y the topmost pixel
 * @param width the width in pixels
 * @param height the height in pixels
 */
public record Box(int x, int y, int width, int height) {

  /** Returns whether a pixel lies inside. */
  public boolean contains(int px, int py) {
    return px >= x && px < x + width && py >= y && py < y + height;
  }

  /** Returns the smallest box that contains this one and another. */
  Box union(Box other) {
    int left = Math.min(x, other.x);
    int top = Math.min(y, other.y);
    return new Box(
        left,
        top,
        Math.max(x + width, other.x + other.width) - left,
        Math.max(y + height, other.y + other.height) - top);
  }

  long area() {
    return (long) width * height;
  }
}
