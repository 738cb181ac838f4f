package dev.zoetrope.render;

/** The lengths of a sheet that depend on its cells. */
record Metrics(SheetOptions options) {

  /** Digits of the step that fit at double size; more are drawn at single size. */
  static final int LARGE_DIGITS = 4;

  /** The number of characters beside the colour bar. */
  private static final int RANGE_CHARACTERS = 7;

  int fontScale() {
    return Math.max(1, options.cellWidth() / 48);
  }

  int gap() {
    return Math.max(1, options.cellWidth() / 14);
  }

  int sectionGap() {
    return 3 * gap();
  }

  int margin() {
    return Math.max(4, 3 * gap());
  }

  /** The width of the labels at the left. */
  int gutter() {
    int digits = LARGE_DIGITS * PixelFont.ADVANCE * 2 * fontScale();
    return options.labels() ? digits + gap() : 0;
  }

  int stepHeight() {
    return options.labels() ? (2 * PixelFont.CAP_HEIGHT + 4 + PixelFont.HEIGHT) * fontScale() : 0;
  }

  /** The height of a unit: half its width, or less if there are many. */
  int flatHeight(int rows) {
    return Math.max(1, Math.min(options.cellWidth() / 2, 10 * options.cellWidth() / rows));
  }

  int rangeWidth() {
    return RANGE_CHARACTERS * PixelFont.ADVANCE * fontScale();
  }

  /** The smallest width of the colour bar with its figures. */
  int barWidth() {
    return options.colorBar() ? 3 * rangeWidth() : 0;
  }

  /** The height of the colour bar below the maps, with the distance to them. */
  int barHeight() {
    return options.colorBar() ? sectionGap() + PixelFont.HEIGHT * fontScale() : 0;
  }
}
