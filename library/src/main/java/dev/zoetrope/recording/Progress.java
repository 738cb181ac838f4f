package dev.zoetrope.recording;

import java.util.concurrent.CancellationException;

/** Hears how far a long task has come, on the thread that runs it, and may stop it. */
@FunctionalInterface
public interface Progress {

  /** Goes on and tells nobody. */
  Progress NONE = (done, total) -> true;

  /**
   * Called at the start and after each unit of work.
   *
   * @return whether to go on
   */
  boolean update(long done, long total);

  /**
   * Reports, and stops the task if that is wanted.
   *
   * @throws CancellationException if {@link #update} returned false
   */
  default void report(long done, long total) {
    if (!update(done, total)) {
      throw new CancellationException("cancelled at " + done + " of " + total);
    }
  }
}
