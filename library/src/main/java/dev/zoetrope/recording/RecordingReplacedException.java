package dev.zoetrope.recording;

import java.io.IOException;
import java.nio.file.Path;

/**
 * An open recording was deleted or moved, and a new one was recorded at the same path. To read the
 * new one, open the path again.
 *
 * <pre>{@code
 * try {
 *   recording.refresh();
 * } catch (RecordingReplacedException e) {
 *   recording.close();
 *   Recording successor = Recording.open(file);
 * }
 * }</pre>
 */
public final class RecordingReplacedException extends IOException {

  private static final long serialVersionUID = 1;

  RecordingReplacedException(Path path) {
    super(path + ": another recording lies here now; open it again");
  }
}
