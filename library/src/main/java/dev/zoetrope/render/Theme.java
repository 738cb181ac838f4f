package dev.zoetrope.render;

/**
 * The colours around the data, as 0xRRGGBB.
 *
 * <pre>{@code
 * SheetOptions dark = SheetOptions.DEFAULT.withTheme(Theme.DARK);
 * }</pre>
 */
public enum Theme {
  /** Dark text on a light background. */
  LIGHT(0xE9EBEF, 0x1B1F24, 0x79818C, 0xFFFFFF, 0xDFE2E7, 0xC2410C, 0x1D5FBF),
  /** Light text on a dark background. */
  DARK(0x17191D, 0xF2F4F7, 0x8B93A0, 0x17191D, 0x2C3038, 0xFF8F5E, 0x6FB1FF);

  private final int background;
  private final int text;
  private final int muted;
  private final int plot;
  private final int gridLine;
  private final int loss;
  private final int accuracy;

  Theme(int background, int text, int muted, int plot, int gridLine, int loss, int accuracy) {
    this.background = background;
    this.text = text;
    this.muted = muted;
    this.plot = plot;
    this.gridLine = gridLine;
    this.loss = loss;
    this.accuracy = accuracy;
  }

  /**
   * Returns the background of sheets. It is not white in the light theme, because white is a value.
   */
  public int background() {
    return background;
  }

  /** Returns the colour of text. */
  public int text() {
    return text;
  }

  /** Returns the colour of borders and of less important text. */
  public int muted() {
    return muted;
  }

  /** Returns the background of charts. */
  public int plot() {
    return plot;
  }

  /** Returns the colour of a chart's grid. */
  public int gridLine() {
    return gridLine;
  }

  /** Returns the colour of the loss curve. */
  public int loss() {
    return loss;
  }

  /** Returns the colour of the accuracy curve. */
  public int accuracy() {
    return accuracy;
  }
}
