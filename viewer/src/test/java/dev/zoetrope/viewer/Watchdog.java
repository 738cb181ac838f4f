package dev.zoetrope.viewer;

import java.util.concurrent.atomic.AtomicLong;
import javax.swing.SwingUtilities;

/** Measures how long the event thread leaves an event waiting. */
final class Watchdog implements AutoCloseable {

  private final AtomicLong longest = new AtomicLong();
  private final Thread thread = new Thread(this::watch, "watchdog");
  private volatile boolean closed;

  Watchdog() {
    thread.setDaemon(true);
    thread.start();
  }

  private void watch() {
    try {
      while (!closed) {
        long start = System.nanoTime();
        AtomicLong answered = new AtomicLong();
        SwingUtilities.invokeLater(() -> answered.set(System.nanoTime()));
        while (answered.get() == 0 && !closed) {
          Thread.sleep(1);
        }
        if (answered.get() != 0) {
          longest.accumulateAndGet(answered.get() - start, Math::max);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The longest wait since the last call, in milliseconds. */
  double longestMillis() {
    return longest.getAndSet(0) / 1e6;
  }

  @Override
  public void close() {
    closed = true;
  }
}
