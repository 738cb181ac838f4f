package dev.zoetrope.recording;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Another recording lies where an open one lay: it was deleted or moved while it was being read,
 * and a new run was recorded at the same path. Opening the path again reads the new one.
 */
public final class RecordingReplacedException extends IOException {

  private static final long serialVersionUID = 1;

  RecordingReplacedException(Path path) {
    super(path + ": another recording lies here now; open it again");
  }
}
