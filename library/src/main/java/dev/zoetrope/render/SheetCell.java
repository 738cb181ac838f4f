package dev.zoetrope.render;

/**
 * The position of one value on a sheet.
 *
 * <pre>{@code
 * SheetCell pixel = new SheetCell(0, SheetCell.INPUT, 14, 14);
 * }</pre>
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
