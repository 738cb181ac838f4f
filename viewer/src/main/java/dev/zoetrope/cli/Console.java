package dev.zoetrope.cli;

import dev.zoetrope.recording.Progress;
import java.io.PrintWriter;
import java.util.Locale;

/**
 * Shows the progress of long work: on a terminal as a bar that is redrawn in place, elsewhere as an
 * occasional line.
 */
final class Console {

  private static final boolean TERMINAL = Boolean.getBoolean("zoetrope.terminal");
  private static final long REDRAW_NANOS = 100_000_000L;
  private static final long LINE_NANOS = 10_000_000_000L;
  private static final int BAR = 24;
  private static final String CLEAR = "\r\u001b[K";

  private final PrintWriter err;
  private final long begin = System.nanoTime();
  private long last = begin;
  private boolean drawn;
  private boolean lines;

  Console(PrintWriter err) {
    this.err = err;
  }

  /** Shows progress, unless it was shown a moment ago. Short work is not shown at all. */
  void progress(long done, long total, String text) {
    long now = System.nanoTime();
    boolean end = done >= total && (drawn || lines);
    if (!end && now - last < (TERMINAL ? REDRAW_NANOS : LINE_NANOS)) {
      return;
    }
    last = now;
    String line = (text + "  " + remaining(done, total, now - begin)).stripTrailing();
    if (TERMINAL) {
      err.print(CLEAR + bar(done, total) + "  " + line);
      drawn = true;
    } else {
      err.println(line); // a bar would clutter a log
      lines = true;
    }
    err.flush();
  }

  /** Returns a progress that shows {@code text} and stops when the command is interrupted. */
  Progress showing(String text, Interruption interruption) {
    return (done, total) -> {
      progress(done, total, text);
      return !interruption.requested();
    };
  }

  /** Keeps or clears the drawn line. */
  void end(boolean keep) {
    if (drawn) {
      err.print(keep ? System.lineSeparator() : CLEAR);
      err.flush();
      drawn = false;
    }
  }

  private static String bar(long done, long total) {
    int filled = total == 0 ? BAR : (int) (BAR * done / total);
    return "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]";
  }

  private static String remaining(long done, long total, long nanos) {
    if (done == 0 || done >= total) {
      return "";
    }
    return duration((long) (nanos / 1e9 * (total - done) / done)) + " left";
  }

  /** Returns minutes and seconds, as in {@code 1:05}. */
  static String duration(long seconds) {
    return String.format(Locale.ROOT, "%d:%02d", seconds / 60, seconds % 60);
  }
}
