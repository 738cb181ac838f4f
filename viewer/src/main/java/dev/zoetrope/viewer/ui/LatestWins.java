package dev.zoetrope.viewer.ui;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread that runs only the newest task. If a task has not started when the next one arrives, it
 * is dropped. The thread starts with a task and ends after a second without one. A task that fails,
 * even with an {@code Error}, does not affect later ones.
 */
public final class LatestWins implements AutoCloseable {

  private final ThreadPoolExecutor executor;
  private volatile boolean resting;

  public LatestWins(String name) {
    executor =
        new ThreadPoolExecutor(
            1,
            1,
            1,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(1),
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            },
            // Drops every task after shutdown.
            new ThreadPoolExecutor.DiscardOldestPolicy());
    executor.allowCoreThreadTimeOut(true);
  }

  /** Adds a task, which replaces one that is still waiting. */
  public void submit(Runnable task) {
    resting = false;
    executor.execute(task);
  }

  /** Whether the running task may stop: a newer task waits, or no result is needed. */
  public boolean superseded() {
    return resting || !executor.getQueue().isEmpty();
  }

  /** Drops the waiting task and tells the running one to stop, until the next is submitted. */
  public void rest() {
    resting = true;
    executor.getQueue().clear();
  }

  /** Accepts no more tasks; submitted ones still run to their end. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
