package dev.zoetrope.render;

/**
 * The 256 colours of a sheet: 251 levels of a {@link Colormap} and five colours with a fixed
 * meaning. With them, every picture is an indexed image with exact colours.
 *
 * <pre>{@code
 * int[] colours = Palette.of(Colormap.RED_WHITE_BLUE, Theme.LIGHT);
 * int background = colours[Palette.BACKGROUND];
 * }</pre>
 */
public final class Palette {

  /**
   * The number of levels of a colormap, which are the first indices. It is odd, so that 0 has its
   * own level.
   */
  public static final int LEVELS = 251;

  /** Index of the background. */
  public static final int BACKGROUND = 251;

  /** Index of text. */
  public static final int TEXT = 252;

  /** Index of values that are not a number: a yellow that no colormap contains. */
  public static final int NAN = 253;

  /** Index of borders and of less important text. */
  public static final int GRID = 254;

  /** Index of the transparent colour. */
  public static final int TRANSPARENT = 255;

  /** The colour of values that are not a number, as 0xRRGGBB. */
  public static final int NAN_COLOR = 0xFFE500;

  private static final int OPAQUE = 0xFF000000;

  private Palette() {}

  /** Returns the 256 colours, as 0xAARRGGBB. */
  public static int[] of(Colormap colormap, Theme theme) {
    int[] argb = new int[256];
    for (int level = 0; level < LEVELS; level++) {
      argb[level] = OPAQUE | colormap.color(level);
    }
    argb[BACKGROUND] = OPAQUE | theme.background();
    argb[TEXT] = OPAQUE | theme.text();
    argb[NAN] = OPAQUE | NAN_COLOR;
    argb[GRID] = OPAQUE | theme.muted();
    argb[TRANSPARENT] = 0;
    return argb;
  }
}
