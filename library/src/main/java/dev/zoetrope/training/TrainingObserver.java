package dev.zoetrope.training;

/** Follows a run, on the training thread, and can end it. */
public interface TrainingObserver {

  /** Ignores everything and ends nothing. */
  TrainingObserver NONE = new TrainingObserver() {};

  /**
   * The result of one step.
   *
   * @param step optimizer updates applied so far
   * @param steps how many there will be
   * @param epoch the step's epoch, from 1
   * @param epochs how many there will be
   * @param loss training loss of the step's minibatch
   * @param accuracy share of the minibatch that was classified correctly
   */
  record Step(int step, int steps, int epoch, int epochs, float loss, float accuracy) {}

  /** Called once when the network is ready, with its number of parameters. */
  default void onStart(String network, long parameters) {}

  /** Called after each step. */
  default void onStep(Step step) {}

  /** Called after each epoch, with the share of the test images that were classified correctly. */
  default void onEpoch(int epoch, float testAccuracy) {}

  /** Called after each step; returning true ends the run cleanly. */
  default boolean cancelled() {
    return false;
  }
}
