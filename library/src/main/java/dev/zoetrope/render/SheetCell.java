package dev.zoetrope.render;

/**
 * One value on a sheet.
 *
 * @param probe index of the probe
 * @param channel index of the channel (or unit), or {@link #INPUT}
 * @param y row in the map
 * @param x column in the map
 */
public record SheetCell(int probe, int channel, int y, int x) {

  /** The channel of a cell of the input image. */
  public static final int INPUT = -1;

  /** Returns whether this is a pixel of the input image. */
  public boolean input() {
    return channel == INPUT;
  }
}
