package dev.zoetrope.capture;

import java.util.Optional;
import java.util.function.LongPredicate;

/** Decides which steps get a frame: the chosen ones, as far as time allows. */
final class FrameSchedule {

  private final ChosenSteps chosen;
  private final OverheadBudget overhead;
  private long noted = -1;
  private boolean last;

  /** If {@code overhead} is null, every chosen step gets a frame. */
  FrameSchedule(LongPredicate chosen, OverheadBudget overhead) {
    this.chosen = new ChosenSteps(chosen);
    this.overhead = overhead;
  }

  /** Begins recording; steps are ahead of the updates counted here by {@code step}. */
  void beginAt(long step) {
    chosen.beginAt(step);
    if (overhead != null) {
      overhead.begun(System.nanoTime());
    }
  }

  /** Called when the recorder starts work on the training thread. */
  void enter() {
    if (overhead != null) {
      overhead.enter(System.nanoTime());
    }
  }

  /**
   * Called when training goes on; {@code writingNanos} is the processor time of writing so far, in
   * nanoseconds.
   */
  void leave(long writingNanos) {
    if (overhead != null) {
      overhead.leave(System.nanoTime(), writingNanos);
    }
  }

  /**
   * Returns whether this update, or an earlier one that got no frame, was chosen. Asks the
   * predicate about each step once, in order.
   */
  boolean isChosen(long update) {
    return chosen.isDue(update);
  }

  /** Makes the next frame due, whatever was chosen. */
  void force() {
    chosen.force();
  }

  /** Allows the last frame, if due, even without time left, since it slows no training. */
  void allowLast() {
    last = true;
  }

  /** Returns whether to take a frame now, and notes the loss of this step. */
  boolean allows(long update, float loss) {
    if (overhead != null && update > noted) {
      noted = update;
      overhead.step(loss);
    }
    return isChosen(update) && (overhead == null || last || overhead.allows());
  }

  /** Called when a frame was taken. */
  void frameTaken() {
    chosen.done();
    if (overhead != null) {
      overhead.frameTaken();
    }
  }

  /** Returns whether frames may be missing because time was limited. */
  boolean isThinned() {
    return overhead != null;
  }

  /** Reports how much time recording took, if it was limited. */
  Optional<String> report() {
    return Optional.ofNullable(overhead).map(OverheadBudget::report);
  }
}
