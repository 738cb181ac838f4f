package dev.zoetrope.render;

/**
 * A colormap: maps a level, 0…250, to a colour.
 *
 * <p>All maps except the first were designed in OKLab (Ottosson, "A perceptual color space for
 * image processing", 2020): lightness falls evenly from the middle, and both arms have the same
 * lightness and chroma at the same distance from it. Orange against purple and brown against teal
 * stay apart in the common kinds of colour blindness.
 *
 * <p>To add a map, add a constant: its name, whether its middle represents 0, and its colours from
 * the lowest level to the highest, evenly spaced. The player and the command line then offer it,
 * and {@code ColormapTest} checks it: lightness in OKLab must fall evenly from the middle by more
 * than 0.45, and both arms must be equally light, within 0.012. Eleven colours are enough.
 *
 * <pre>{@code
 * Shading shading = Shading.suiting(recording, "conv3").with(Colormap.BROWN_TEAL);
 * }</pre>
 */
public enum Colormap {
  /** Red (lowest) – white – blue (highest). */
  RED_WHITE_BLUE("red-white-blue", true, 0xFF0000, 0xFFFFFF, 0x0000FF),
  /** Orange (lowest) – white – purple (highest). */
  ORANGE_PURPLE(
      "orange-purple",
      true,
      0x9F4400,
      0xC2610C,
      0xDA8541,
      0xEAAC78,
      0xF3D4B6,
      0xFAFAFA,
      0xE1D2F8,
      0xC5ACF1,
      0xA889E3,
      0x8A69CC,
      0x6A4FA8),
  /** Brown (lowest) – white – teal (highest). */
  BROWN_TEAL(
      "brown-teal",
      true,
      0x694320,
      0x91612E,
      0xB68249,
      0xCFA97E,
      0xE5D1BA,
      0xFAFAFA,
      0xB9DEDB,
      0x77C0BE,
      0x30A0A1,
      0x007C80,
      0x00595C),
  /** White (lowest) – blue – almost black (highest), for values that are never negative. */
  WHITE_INK(
      "white-ink",
      false,
      0xFAFAFA,
      0x99ECFA,
      0x61D0EF,
      0x32B2E1,
      0x1D91CC,
      0x2472AF,
      0x2C548A,
      0x2A3A60,
      0x202435);

  private final String label;
  private final boolean diverging;

  @SuppressWarnings("ImmutableEnumChecker") // never handed out
  private final int[] colors = new int[Palette.LEVELS];

  Colormap(String label, boolean diverging, int... stops) {
    this.label = label;
    this.diverging = diverging;
    int last = Palette.LEVELS - 1;
    for (int level = 0; level <= last; level++) {
      int position = level * (stops.length - 1);
      int stop = Math.min(position / last, stops.length - 2);
      colors[level] = mix(stops[stop], stops[stop + 1], position - stop * last, last);
    }
  }

  private static int mix(int from, int to, int part, int whole) {
    int mixed = 0;
    for (int shift = 16; shift >= 0; shift -= 8) {
      int a = from >> shift & 0xFF;
      int b = to >> shift & 0xFF;
      mixed |= (2 * (a * (whole - part) + b * part) + whole) / (2 * whole) << shift;
    }
    return mixed;
  }

  /** Returns the map's name as users write it, such as {@code red-white-blue}. */
  public String label() {
    return label;
  }

  /** Returns whether the middle level represents 0. If not, the lowest level does. */
  public boolean diverging() {
    return diverging;
  }

  /**
   * Returns the colour of a level, as 0xRRGGBB.
   *
   * @param level 0…250
   */
  public int color(int level) {
    return colors[level];
  }
}
