package dev.zoetrope.viewer.export;

import dev.zoetrope.recording.Progress;
import java.io.IOException;
import java.nio.file.Path;

/** What exported pictures show. Two subjects are equal if their pictures are. */
interface ExportSubject {

  /** The name to use in file names. */
  String name();

  /** The width in pixels. */
  int width();

  /** The height in pixels. */
  int height();

  /**
   * Estimates the file size of an animation, and names what it will lack. Reads and draws some
   * frames.
   */
  String forecast(ExportPlan plan) throws IOException;

  void write(ExportPlan plan, Path file, Progress progress) throws IOException;
}
