package dev.zoetrope.viewer;

/** What playing does at the end of its range. */
enum LoopMode {
  LOOP("Loop"),
  ONCE("Once"),
  BACK_AND_FORTH("Back and forth");

  private final String label;

  LoopMode(String label) {
    this.label = label;
  }

  LoopMode next() {
    return values()[(ordinal() + 1) % values().length];
  }

  @Override
  public String toString() {
    return label;
  }
}
