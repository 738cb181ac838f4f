package dev.zoetrope.render;

/** The dimensions of a sheet that depend on its cells, in pixels. */
record Metrics(SheetOptions options) {

  /** The most digits of the step at double size; longer steps are drawn at single size. */
  static final int LARGE_DIGITS = 4;

  /** The number of characters in a figure beside the colour bar. */
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

  /** Returns the width of the labels at the left. */
  int gutter() {
    int digits = LARGE_DIGITS * PixelFont.ADVANCE * 2 * fontScale();
    return options.labels() ? digits + gap() : 0;
  }

  int stepHeight() {
    return options.labels() ? (2 * PixelFont.CAP_HEIGHT + 4 + PixelFont.HEIGHT) * fontScale() : 0;
  }

  /** Returns the height of a unit: half its width, or less if there are many. */
  int flatHeight(int rows) {
    return Math.max(1, Math.min(options.cellWidth() / 2, 10 * options.cellWidth() / rows));
  }

  int rangeWidth() {
    return RANGE_CHARACTERS * PixelFont.ADVANCE * fontScale();
  }

  /** Returns the smallest width of the colour bar with its figures. */
  int barWidth() {
    return options.colorBar() ? 3 * rangeWidth() : 0;
  }

  /** Returns the height of the colour bar below the maps, including its distance from them. */
  int barHeight() {
    return options.colorBar() ? sectionGap() + PixelFont.HEIGHT * fontScale() : 0;
  }
}
