package dev.zoetrope.viewer;

/** Which values the ends of the colormap stand for. */
enum RangeMode {
  SUITING("Suits the layer"),
  UNIT("−1 … +1"),
  WHOLE_RUN("Whole run"),
  THIS_FRAME("This frame"),
  BY_HAND("By hand…");

  private final String label;

  RangeMode(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
