package dev.zoetrope.cli;

import dev.zoetrope.viewer.ZoetropeApplication;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The player that follows a run while it is being recorded. */
final class Watch {

  private final Path recording;
  private CountDownLatch closed = new CountDownLatch(0);

  Watch(Path recording) {
    this.recording = recording;
  }

  /** Opens the window; training does not wait for it. */
  void open() {
    closed = ZoetropeApplication.open(Optional.of(recording));
  }

  /** Waits until the window is closed, if there is one. */
  void awaitClosed() throws InterruptedException {
    closed.await();
  }
}
