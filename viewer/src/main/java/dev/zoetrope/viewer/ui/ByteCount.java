package dev.zoetrope.viewer.ui;

import java.util.Locale;

/** Sizes of files in readable form. */
public final class ByteCount {

  private ByteCount() {}

  /** Returns a known size, as in {@code 7.25 MB}. */
  public static String exact(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
        : String.format(Locale.ROOT, "%.2f MB", bytes / 1e6);
  }

  /** Returns an estimated size, with fewer digits, as in {@code about 7.3 MB}. */
  public static String about(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "about %d kB", Math.max(1, Math.round(bytes / 1e3)))
        : String.format(Locale.ROOT, "about %.1f MB", bytes / 1e6);
  }
}
