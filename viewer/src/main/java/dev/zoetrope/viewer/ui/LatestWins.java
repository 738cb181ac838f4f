package dev.zoetrope.viewer.ui;

import java.util.concurrent.atomic.AtomicReference;

/**
 * A thread that works on the newest task only: one that has not begun when the next arrives is
 * dropped. The thread starts with the first task.
 */
public final class LatestWins implements AutoCloseable {

  private final AtomicReference<Runnable> next = new AtomicReference<>();
  private final String name;
  private Thread thread;
  private boolean closed;

  public LatestWins(String name) {
    this.name = name;
  }

  /** Takes a task in place of one still waiting. */
  public synchronized void submit(Runnable task) {
    if (closed) {
      return;
    }
    next.set(task);
    if (thread == null) {
      thread = new Thread(this::work, name);
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  /** Whether a newer task waits; a long one may give way to it. */
  public boolean superseded() {
    return next.get() != null;
  }

  private void work() {
    try {
      while (true) {
        Runnable task = take();
        try {
          task.run();
        } catch (RuntimeException | OutOfMemoryError e) {
          // A fault in one picture, or one too large, must not end all that follow.
          Thread current = Thread.currentThread();
          current.getUncaughtExceptionHandler().uncaughtException(current, e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Runnable take() throws InterruptedException {
    Runnable task = next.getAndSet(null);
    while (task == null) {
      wait();
      task = next.getAndSet(null);
    }
    return task;
  }

  @Override
  public synchronized void close() {
    closed = true;
    next.set(null);
    if (thread != null) {
      thread.interrupt();
    }
  }
}
