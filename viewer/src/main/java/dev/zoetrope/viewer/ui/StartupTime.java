package dev.zoetrope.viewer.ui;

/**
 * Measures the time to the first frame. With {@code -Dzoetrope.startup=$(date +%s%3N)} it prints
 * the milliseconds since then and ends the program.
 */
public final class StartupTime {

  private static boolean told;

  private StartupTime() {}

  /** Called on the event dispatch thread whenever a sheet has been painted. */
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
