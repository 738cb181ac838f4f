package dev.zoetrope.render;

/**
 * A rectangle of pixels.
 *
 * @param x leftmost pixel
 * @param y uppermost pixel
 * @param width pixels across
 * @param height pixels down
 */
public record Box(int x, int y, int width, int height) {

  /** Returns whether a pixel lies inside. */
  public boolean contains(int px, int py) {
    return px >= x && px < x + width && py >= y && py < y + height;
  }
}
