package dev.zoetrope.capture;

import java.util.function.LongPredicate;

/** Which steps were chosen, of those for which nothing has been done yet. */
final class ChosenSteps {

  private final LongPredicate chosen;
  private long first;
  private long asked = -1;
  private boolean due;

  ChosenSteps(LongPredicate chosen) {
    this.chosen = chosen;
  }

  /** Begins recording; steps are ahead of the updates counted here by {@code step}. */
  void beginAt(long step) {
    first = step;
  }

  /**
   * Returns whether this update, or an earlier one since {@link #done}, was chosen. Asks the
   * predicate about each step once, in order.
   */
  boolean isDue(long update) {
    while (asked < update) {
      asked++;
      due |= chosen.test(first + asked);
    }
    return due;
  }

  /** Makes the next update due, whatever was chosen. */
  void force() {
    due = true;
  }

  /** Called when what was due has been done. */
  void done() {
    due = false;
  }
}
