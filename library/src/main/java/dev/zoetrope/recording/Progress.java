package dev.zoetrope.recording;

import java.util.concurrent.CancellationException;

/**
 * Receives the progress of a long task, on the thread that runs it, and can stop the task.
 *
 * <pre>{@code
 * Progress percent =
 *     (done, total) -> {
 *       System.out.printf("%d %%%n", 100 * done / Math.max(1, total));
 *       return !Thread.currentThread().isInterrupted();
 *     };
 * }</pre>
 */
@FunctionalInterface
public interface Progress {

  /** Ignores progress and never stops the task. */
  Progress NONE = (done, total) -> true;

  /**
   * Called at the start and after each unit of work.
   *
   * @param done units of work done so far
   * @param total units of work in all
   * @return whether to continue
   */
  boolean update(long done, long total);

  /**
   * Reports progress, and stops the task if {@link #update} asks for it.
   *
   * @throws CancellationException if {@link #update} returned false
   */
  default void report(long done, long total) {
    if (!update(done, total)) {
      throw new CancellationException("cancelled at " + done + " of " + total);
    }
  }
}
