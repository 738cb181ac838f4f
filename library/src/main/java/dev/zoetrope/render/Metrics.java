package dev.zoetrope.render;

/** The lengths of a sheet that grow with its cells. */
record Metrics(SheetOptions options) {

  /** Digits of the step that fit at double size; more are drawn at single size. */
  static final int LARGE_DIGITS = 4;

  /** Characters beside the colour bar. */
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

  /** What the labels take at the left. */
  int gutter() {
    int digits = LARGE_DIGITS * PixelFont.ADVANCE * 2 * fontScale();
    return options.labels() ? digits + gap() : 0;
  }

  int stepHeight() {
    return options.labels() ? (2 * PixelFont.CAP_HEIGHT + 4 + PixelFont.HEIGHT) * fontScale() : 0;
  }

  /** The height of a unit: half as high as wide, less where there are many. */
  int flatHeight(int rows) {
    return Math.max(1, Math.min(options.cellWidth() / 2, 10 * options.cellWidth() / rows));
  }

  int rangeWidth() {
    return RANGE_CHARACTERS * PixelFont.ADVANCE * fontScale();
  }

  /** The least width of the colour bar with its figures. */
  int barWidth() {
    return options.colorBar() ? 3 * rangeWidth() : 0;
  }

  /** What the colour bar takes below the maps, the distance to them included. */
  int barHeight() {
    return options.colorBar() ? sectionGap() + PixelFont.HEIGHT * fontScale() : 0;
  }
}
