package dev.zoetrope.viewer.model;

/** What playback does at the end of its range. */
public enum LoopMode {
  LOOP("Loop"),
  ONCE("Once"),
  BACK_AND_FORTH("Back and forth");

  private final String label;

  LoopMode(String label) {
    this.label = label;
  }

  public LoopMode next() {
    return switch (this) {
      case LOOP -> ONCE;
      case ONCE -> BACK_AND_FORTH;
      case BACK_AND_FORTH -> LOOP;
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
