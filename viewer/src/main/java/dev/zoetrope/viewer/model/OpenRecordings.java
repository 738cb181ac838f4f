package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;

/**
 * Counts the users of each recording: the player that shows it, threads that draw it, an export.
 * The last user to leave closes it. Thread-safe.
 */
public final class OpenRecordings {

  private final IdentityHashMap<Recording, Integer> users = new IdentityHashMap<>();

  /** Opens a recording, with the caller as its first user. */
  public Recording open(Path path) throws IOException {
    Recording recording = Recording.open(path);
    synchronized (users) {
      users.put(recording, 1);
    }
    return recording;
  }

  /** Adds a user; returns false if the recording is already closed. */
  public boolean use(Recording recording) {
    synchronized (users) {
      return users.computeIfPresent(recording, (key, count) -> count + 1) != null;
    }
  }

  /**
   * Removes a user, and closes the recording after the last one. Not for the event dispatch thread.
   */
  public void leave(Recording recording) {
    boolean last;
    synchronized (users) {
      last = users.computeIfPresent(recording, (key, n) -> n == 1 ? null : n - 1) == null;
    }
    if (last) {
      try {
        recording.close();
      } catch (IOException e) {
        // It was only read, so nothing is lost.
      }
    }
  }

  /** How many recordings are open. */
  public int count() {
    synchronized (users) {
      return users.size();
    }
  }
}
