package dev.zoetrope.dataset;

import java.util.Locale;

/** What fits into Java's heap, asked before it is taken. */
final class Heap {

  /** The most bytes that one array can have on every Java virtual machine. */
  static final int LARGEST_ARRAY = Integer.MAX_VALUE - (1 << 20);

  /** Training needs some room too. */
  private static final double USABLE = 0.8;

  private Heap() {}

  /**
   * Makes sure that there is room.
   *
   * @param what what needs it, as in "60,000 images of 28×28"
   * @param remedy what else would help, or an empty string
   * @throws DatasetException saying how much is needed and how much there is
   */
  static void require(String what, long bytes, String remedy) throws DatasetException {
    if (bytes > LARGEST_ARRAY) {
      throw new DatasetException(
          "%s need %s, more than one array of Java can have%s"
              .formatted(what, size(bytes), remedy.isEmpty() ? "" : ": " + remedy));
    }
    if (bytes > USABLE * Runtime.getRuntime().maxMemory()) {
      throw new DatasetException(
          "%s need %s but Java may use %s: %sgive it more, as in JAVA_TOOL_OPTIONS=-Xmx%dm"
              .formatted(
                  what,
                  size(bytes),
                  size(Runtime.getRuntime().maxMemory()),
                  remedy.isEmpty() ? "" : remedy + ", or ",
                  (bytes >> 19) + 512));
    }
  }

  private static String size(long bytes) {
    return String.format(Locale.ROOT, "%,d MB", bytes / 1_000_000);
  }
}
