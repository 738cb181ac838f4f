package dev.zoetrope.viewer;

/** Which theme the window has. */
enum ThemeChoice {
  SYSTEM("As the system"),
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
