package dev.zoetrope.viewer;

/** The user's choice of a theme. */
enum ThemeChoice {
  SYSTEM("Same as system"),
  LIGHT("Light"),
  DARK("Dark");

  private final String label;

  ThemeChoice(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
