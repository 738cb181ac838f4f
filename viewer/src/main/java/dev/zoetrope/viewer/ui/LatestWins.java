package dev.zoetrope.viewer.ui;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread that works on the newest task only: one that has not begun when the next arrives is
 * dropped. The thread starts with a task, and ends when there has been none for a second. A task
 * that fails, even with an {@code Error}, ends none that follow.
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
            // Drops everything once it is shut down.
            new ThreadPoolExecutor.DiscardOldestPolicy());
    executor.allowCoreThreadTimeOut(true);
  }

  /** Takes a task in place of one still waiting. */
  public void submit(Runnable task) {
    resting = false;
    executor.execute(task);
  }

  /** Whether a newer task waits, or none is wanted: a long one may give way. */
  public boolean superseded() {
    return resting || !executor.getQueue().isEmpty();
  }

  /** Drops the waiting task and lets the running one give way, until the next is submitted. */
  public void rest() {
    resting = true;
    executor.getQueue().clear();
  }

  /** Takes no more tasks; those there are come to their end. */
  @Override
  public void close() {
    executor.shutdown();
  }
}
