package dev.zoetrope.recording;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Decides when to commit and how much of a commit to do at a time. */
final class CommitPace {

  /**
   * The longest time from the start of one commit to the start of the next. Together with the time
   * that a commit takes, it stays below one second, so no frame waits longer than that.
   */
  private static final long LONGEST_INTERVAL_NANOS = 750_000_000;

  private static final long LONGEST_COMMIT_NANOS = 250_000_000;

  /** The longest time that one advance may take. */
  private static final long ADVANCE_NANOS = 2_000_000;

  /** The share of the time between commits that a commit may take. */
  private static final double COMMIT_SHARE = 0.005;

  /** One part of a commit. */
  interface Part {
    void run() throws IOException;
  }

  private final Deque<Part> parts = new ArrayDeque<>();
  private long begin;
  private long spent;
  private long due = System.nanoTime();

  /** Returns whether a commit has begun and not ended. */
  boolean running() {
    return !parts.isEmpty();
  }

  /** Returns whether a commit should begin or continue. */
  boolean due() {
    return running() || System.nanoTime() - due >= 0;
  }

  /** Begins a commit, replacing one that is running. Its last part makes it visible to readers. */
  void begin(List<Part> ofThisCommit) {
    parts.clear();
    parts.addAll(ofThisCommit);
    begin = System.nanoTime();
    spent = 0;
  }

  /** Continues for about two milliseconds, or to the end if the commit has lasted too long. */
  void advance() throws IOException {
    run(System.nanoTime() - begin < LONGEST_COMMIT_NANOS ? ADVANCE_NANOS : Long.MAX_VALUE);
  }

  /** Completes the commit. */
  void finish() throws IOException {
    run(Long.MAX_VALUE);
  }

  private void run(long budget) throws IOException {
    long start = System.nanoTime();
    long taken = 0;
    while (!parts.isEmpty() && taken < budget) {
      parts.remove().run();
      taken = System.nanoTime() - start;
    }
    spent += taken;
    due = begin + Math.min(LONGEST_INTERVAL_NANOS, (long) (spent / COMMIT_SHARE));
  }
}
