package dev.zoetrope.viewer.ui;

/**
 * Measures how long the first frame takes to appear: with {@code -Dzoetrope.startup=$(date +%s%3N)}
 * it prints the milliseconds since then, and ends the program.
 */
public final class StartupTime {

  private static boolean told;

  private StartupTime() {}

  /** Called on the event thread whenever a sheet was painted. */
  public static void painted() {
    if (!told) {
      told = true;
      Long start = Long.getLong("zoetrope.startup");
      if (start != null) {
        long millis = System.currentTimeMillis() - start;
        System.err.println("first frame painted after " + millis + " ms");
        System.exit(0);
      }
    }
  }
}
