package dev.zoetrope.render;

/** Draws what surrounds the maps of a sheet: background, numbers, colour bar. */
final class SheetFurniture {

  private final SheetLayout layout;
  private final Metrics metrics;
  private final IndexedImage target;

  SheetFurniture(SheetLayout layout, IndexedImage target) {
    this.layout = layout;
    this.metrics = layout.metrics();
    this.target = target;
  }

  void drawGround() {
    target.fill(0, 0, target.width(), target.height(), Palette.BACKGROUND);
    if (layout.options().labels()) {
      drawChannelNumbers();
    }
  }

  private void drawChannelNumbers() {
    int scale = metrics.fontScale();
    int room = (PixelFont.CAP_HEIGHT + 3) * scale;
    int every = 1;
    // Round numbers are easiest to count from: 1, 2, 5, 10, 20, 50, …
    for (int i = 0; every * layout.rowPitch() < room; i++) {
      every = every * (i % 3 == 1 ? 5 : 4) / 2;
    }
    for (int row = 0; row < layout.channels().size(); row += every) {
      Box box = layout.boxAt(0, row);
      String text = Integer.toString(layout.channels().get(row));
      int y = box.y() + (box.height() - PixelFont.CAP_HEIGHT * scale) / 2;
      text(
          text,
          gutterRight(layout) - PixelFont.width(text, scale),
          Math.max(0, y),
          scale,
          Palette.GRID);
    }
  }

  void drawStep(long step) {
    String digits = Long.toString(step);
    int font = metrics.fontScale();
    int scale = digits.length() <= Metrics.LARGE_DIGITS ? 2 * font : font;
    int top = metrics.margin();
    Box box = stepBox(layout);
    target.fill(box.x(), box.y(), box.width(), box.height(), Palette.BACKGROUND);
    text(digits, metrics.margin(), top, scale, Palette.TEXT);
    int captionTop = top + (2 * PixelFont.CAP_HEIGHT + 4) * font;
    text("step", metrics.margin(), captionTop, font, Palette.GRID);
  }

  /** Returns the position of the step. */
  static Box stepBox(SheetLayout layout) {
    return new Box(
        0, layout.metrics().margin(), gutterRight(layout), layout.metrics().stepHeight());
  }

  private static int gutterRight(SheetLayout layout) {
    return layout.left() - layout.metrics().gap() - 2 * layout.metrics().fontScale();
  }

  void drawColorBar(ValueRange range, Colormap colormap) {
    int scale = metrics.fontScale();
    int top = layout.barTop();
    int bottom = PixelFont.HEIGHT * scale;
    int width = layout.width() - metrics.margin() - layout.left();
    target.fill(layout.left(), top, width, bottom, Palette.BACKGROUND);
    String low = Numbers.text(range.low());
    String high = Numbers.text(range.high());
    int space = 2 * scale + metrics.gap();
    int barLeft = layout.left() + PixelFont.width(low, scale) + space;
    int barRight =
        Math.min(
                layout.left() + Math.max(layout.columnsWidth(), metrics.barWidth()), layout.width())
            - PixelFont.width(high, scale)
            - space;
    text(low, layout.left(), top, scale, Palette.TEXT);
    text(high, barRight + space, top, scale, Palette.TEXT);
    int barWidth = barRight - barLeft;
    for (int x = 0; x < barWidth; x++) {
      int level = x * (Palette.LEVELS - 1) / Math.max(1, barWidth - 1);
      target.fill(barLeft + x, top, 1, PixelFont.CAP_HEIGHT * scale, level);
    }
    if (colormap.diverging() && range.low() == -range.high()) {
      // A tick that marks 0.
      target.fill(
          barLeft + barWidth / 2,
          top + PixelFont.CAP_HEIGHT * scale,
          scale,
          2 * scale,
          Palette.GRID);
    }
  }

  private void text(String text, int x, int y, int scale, int index) {
    PixelFont.draw(text, x, y, scale, (px, py, w, h) -> target.fill(px, py, w, h, index));
  }
}
