package dev.zoetrope.recording;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** When to commit, and how much of a commit to do at a time. */
final class CommitPace {

  /**
   * From the beginning of one commit to that of the next, and from a commit's beginning to its end:
   * a second together, so that a frame waits no longer than that.
   */
  private static final long LONGEST_INTERVAL_NANOS = 750_000_000;

  private static final long LONGEST_COMMIT_NANOS = 250_000_000;

  /** How long one advance may take. */
  private static final long ADVANCE_NANOS = 2_000_000;

  /** A commit may take this share of the time until the next. */
  private static final double COMMIT_SHARE = 0.005;

  /** One part of a commit. */
  interface Part {
    void run() throws IOException;
  }

  private final Deque<Part> parts = new ArrayDeque<>();
  private long begin;
  private long spent;
  private long due = System.nanoTime();

  /** Whether a commit has begun that is not at its end. */
  boolean running() {
    return !parts.isEmpty();
  }

  /** Whether there is something to do: a commit to begin, or to go on with. */
  boolean due() {
    return running() || System.nanoTime() - due >= 0;
  }

  /** Begins a commit, in place of one that is running. Its last part makes it known. */
  void begin(List<Part> ofThisCommit) {
    parts.clear();
    parts.addAll(ofThisCommit);
    begin = System.nanoTime();
    spent = 0;
  }

  /** Goes on for about two milliseconds, or to the end if the commit has lasted long enough. */
  void advance() throws IOException {
    run(System.nanoTime() - begin < LONGEST_COMMIT_NANOS ? ADVANCE_NANOS : Long.MAX_VALUE);
  }

  /** Does what is left of the commit. */
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
