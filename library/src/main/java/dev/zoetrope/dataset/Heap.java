package dev.zoetrope.dataset;

import java.util.Locale;

/** Checks that data will fit into Java's heap before allocating it. */
final class Heap {

  /** The largest array in bytes that every Java virtual machine can allocate. */
  static final int LARGEST_ARRAY = Integer.MAX_VALUE - (1 << 20);

  /** The usable share of the heap; training needs the rest. */
  private static final double USABLE = 0.8;

  private Heap() {}

  /**
   * Checks that there is enough room.
   *
   * @param what the data, as in “60,000 images of 28×28”
   * @param remedy another remedy to suggest, or an empty string
   * @throws DatasetException if there is not enough; the message says how much is needed and
   *     available
   */
  static void require(String what, long bytes, String remedy) throws DatasetException {
    if (bytes > LARGEST_ARRAY) {
      throw new DatasetException(
          "%s need %s, more than a Java array can hold%s"
              .formatted(what, size(bytes), remedy.isEmpty() ? "" : ": " + remedy));
    }
    if (bytes > USABLE * Runtime.getRuntime().maxMemory()) {
      throw new DatasetException(
          "%s need %s but Java may use %s: %sgive it more, as in JAVA_TOOL_OPTIONS=-Xmx%sm"
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
