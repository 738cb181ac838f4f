package dev.zoetrope.training;

/**
 * Follows a run, on the training thread, and can end it.
 *
 * <pre>{@code
 * TrainingObserver printing =
 *     new TrainingObserver() {
 *       public void onStep(Step step) {
 *         System.out.println(step.step() + ": " + step.loss());
 *       }
 *     };
 * }</pre>
 */
public interface TrainingObserver {

  /** Ignores everything and never ends the run. */
  TrainingObserver NONE = new TrainingObserver() {};

  /**
   * The result of one step.
   *
   * @param step the number of optimizer updates so far
   * @param steps the number of steps in the run
   * @param epoch the step's epoch, from 1
   * @param epochs the number of epochs in the run
   * @param loss the training loss of the step's minibatch
   * @param accuracy the share of the minibatch that was classified correctly, 0…1
   */
  record Step(int step, int steps, int epoch, int epochs, float loss, float accuracy) {}

  /** Called once when the network is ready, with its name and number of parameters. */
  default void onStart(String network, long parameters) {}

  /** Called after each step. */
  default void onStep(Step step) {}

  /**
   * Called after each epoch, with the share of the test images that were classified correctly, 0…1.
   */
  default void onEpoch(int epoch, float testAccuracy) {}

  /**
   * Called after training, if activations are computed only then: at the start, and after each
   * frame. {@link #cancelled} can end this too; what is left can be developed later.
   */
  default void onDeveloping(long frames, long ofFrames) {}

  /** Called after each step; returning true ends the run cleanly. */
  default boolean cancelled() {
    return false;
  }
}
