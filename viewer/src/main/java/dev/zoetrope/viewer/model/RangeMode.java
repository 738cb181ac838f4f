package dev.zoetrope.viewer.model;

/** How the values at the ends of the colormap are chosen. */
public enum RangeMode {
  SUITING("Range: auto"),
  UNIT("Range: −1 … +1"),
  WHOLE_RUN("Range: whole run"),
  THIS_FRAME("Range: this step"),
  BY_HAND("Range: by hand…");

  private final String label;

  RangeMode(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
