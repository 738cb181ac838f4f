package dev.zoetrope.capture;

import java.util.Optional;
import java.util.function.LongPredicate;

/** Decides which steps get a frame: those that were chosen, as far as the time allows. */
final class FrameSchedule {

  private final LongPredicate chosen;
  private final OverheadBudget overhead;
  private long first;
  private long asked = -1;
  private long noted = -1;
  private boolean due;
  private boolean last;

  /** {@code overhead} may be null: then every chosen step gets its frame. */
  FrameSchedule(LongPredicate chosen, OverheadBudget overhead) {
    this.chosen = chosen;
    this.overhead = overhead;
  }

  /** Says that recording begins, and by how much steps are ahead of the updates counted here. */
  void beginAt(long step) {
    first = step;
    if (overhead != null) {
      overhead.begun(System.nanoTime());
    }
  }

  /** Says that the recorder begins to work on the training thread. */
  void enter() {
    if (overhead != null) {
      overhead.enter(System.nanoTime());
    }
  }

  /** Says that training goes on; {@code writingNanos} is the processor time of writing so far. */
  void leave(long writingNanos) {
    if (overhead != null) {
      overhead.leave(System.nanoTime(), writingNanos);
    }
  }

  /**
   * Returns whether the given update, or one before it that got no frame, was chosen. Asks for each
   * step once, in order.
   */
  boolean isChosen(long update) {
    while (asked < update) {
      asked++;
      due |= chosen.test(first + asked);
    }
    return due;
  }

  /** Has the next frame taken, whatever was chosen. */
  void force() {
    due = true;
  }

  /** Has the last frame taken, if it is due, whatever time is left: it slows no training. */
  void allowLast() {
    last = true;
  }

  /** Returns whether the network is to be recorded now, and notes the loss of this step. */
  boolean allows(long update, float loss) {
    if (overhead != null && update > noted) {
      noted = update;
      overhead.step(loss);
    }
    return isChosen(update) && (overhead == null || last || overhead.allows());
  }

  /** Says that a frame was taken. */
  void frameTaken() {
    due = false;
    if (overhead != null) {
      overhead.frameTaken();
    }
  }

  /** Returns whether frames may be missing for want of time. */
  boolean isThinned() {
    return overhead != null;
  }

  /** Tells how much time recording took, if somebody limited it. */
  Optional<String> report() {
    return Optional.ofNullable(overhead).map(OverheadBudget::report);
  }
}
