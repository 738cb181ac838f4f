package dev.zoetrope.viewer.export;

import dev.zoetrope.recording.Progress;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** What exported pictures show. Two are equal if their pictures are. */
interface ExportSubject {

  /** What to call it in the name of a file. */
  String name();

  /** Pixels across. */
  int width();

  /** Pixels down. */
  int height();

  /** Guesses the size of an animation, and tells what it lacks; reads and draws some frames. */
  String forecast(ExportPlan plan) throws IOException;

  void write(ExportPlan plan, Path file, Progress progress) throws IOException;

  static String size(long bytes) {
    return bytes < 1_000_000
        ? String.format(Locale.ROOT, "%d kB", Math.max(1, Math.round(bytes / 1e3)))
        : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
