package dev.zoetrope.training;

/** Hears how a run goes, on the thread that trains, and may end it. */
public interface TrainingObserver {

  /** Hears nothing and ends nothing. */
  TrainingObserver NONE = new TrainingObserver() {};

  /**
   * What one step came to.
   *
   * @param step optimizer updates applied so far
   * @param steps how many there will be
   * @param epoch the step's epoch, from 1
   * @param epochs how many there will be
   * @param loss training loss of the step's minibatch
   * @param accuracy share of the minibatch that was classified correctly
   */
  record Step(int step, int steps, int epoch, int epochs, float loss, float accuracy) {}

  /** Called once, with the number of parameters, when the network is ready. */
  default void onStart(String network, long parameters) {}

  /** Called after each step. */
  default void onStep(Step step) {}

  /** Called after each epoch, with the share of the test images that is classified correctly. */
  default void onEpoch(int epoch, float testAccuracy) {}

  /** Asked after each step; true ends the run cleanly. */
  default boolean cancelled() {
    return false;
  }
}
