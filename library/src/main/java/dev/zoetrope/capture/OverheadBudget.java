package dev.zoetrope.capture;

import java.util.Locale;

/**
 * Thins a recording so that it slows training by no more than a given share of its time, and takes
 * most frames while the loss changes.
 *
 * <p>The cost of recording is its time on the training thread plus the processor time of the
 * writing thread: if training keeps all cores busy, the latter slows it just as much. The allowed
 * cost grows with the time of training itself.
 */
final class OverheadBudget {

  /** The relative change since the last frame from which the loss counts as changed. */
  private static final double MOVED = 0.05;

  /** The weight of each new loss in the smoothed loss. */
  private static final double SMOOTHING = 0.2;

  /** The largest savings, in frames. */
  private static final int MOST_SAVED_FRAMES = 10;

  /** The largest share of new allowance to spend while the loss does not change. */
  private static final double CALM_SHARE = 0.5;

  /** The longest step to count, as a multiple of the usual one. */
  private static final int LONGEST_STEP = 3;

  private final double share;
  private long entered = -1;
  private long left = -1;
  private double usualStep;
  private double training;
  private long onTrainingThread;
  private long writing;
  private long beginning;
  private long chargedAtLastFrame;
  private double costOfFrame;
  private int frames;
  private int steps;
  private double loss = Double.NaN;
  private double lossOfLastFrame = Double.NaN;
  private double trainingAtLastFrame;

  /** Allows this share of training time: 0.02 for 2 %. */
  OverheadBudget(double share) {
    this.share = share;
  }

  /** Called when the recorder starts work on the training thread; times are in nanoseconds. */
  void enter(long now) {
    if (left >= 0) {
      // Pauses, such as a validation or another network's turn, do not count as training time.
      double step = now - left;
      usualStep =
          usualStep == 0 ? step : Math.min(step, LONGEST_STEP * usualStep) / 4 + usualStep * 3 / 4;
      training += Math.min(step, LONGEST_STEP * usualStep);
    }
    entered = now;
  }

  /**
   * Called when training goes on.
   *
   * @param writingNanos the processor time of writing so far
   */
  void leave(long now, long writingNanos) {
    onTrainingThread += now - entered;
    writing = Math.max(writing, writingNanos);
    left = now;
  }

  /** Called when the layers have been found: the time for that is not part of a frame's cost. */
  void begun(long now) {
    onTrainingThread += now - entered;
    entered = now;
    beginning = charged();
    chargedAtLastFrame = beginning;
  }

  private long charged() {
    return onTrainingThread + writing;
  }

  /** Notes the loss of a step; NaN is ignored. */
  void step(float ofThisStep) {
    steps++;
    if (!Float.isNaN(ofThisStep)) {
      loss = Double.isNaN(loss) ? ofThisStep : loss + SMOOTHING * (ofThisStep - loss);
    }
  }

  /** Returns whether a frame is allowed now, between {@link #enter} and {@link #leave}. */
  boolean allows() {
    if (frames == 0) {
      return true;
    }
    double saved = share * training - charged();
    if (saved < costOfFrame) {
      return false;
    }
    boolean moved = Math.abs(loss - lossOfLastFrame) > MOVED * Math.abs(lossOfLastFrame);
    double sinceLast = share * (training - trainingAtLastFrame);
    return moved
        || saved > MOST_SAVED_FRAMES * costOfFrame
        || CALM_SHARE * sinceLast >= costOfFrame;
  }

  /**
   * Called when a frame was taken: the cost since the previous frame belongs to that previous
   * frame.
   */
  void frameTaken() {
    if (frames > 0) {
      double cost = charged() - chargedAtLastFrame;
      costOfFrame = frames == 1 ? cost : (costOfFrame + cost) / 2;
    }
    frames++;
    chargedAtLastFrame = charged();
    lossOfLastFrame = loss;
    trainingAtLastFrame = training;
  }

  /** Returns a readable summary. */
  String report() {
    return String.format(
        Locale.ROOT,
        "%d frames of %d steps; recording took %.2f %% of training time, of which %.2f %% to begin; %.2f %% was allowed",
        frames,
        steps,
        percent(charged()),
        percent(beginning),
        100 * share);
  }

  private double percent(long nanos) {
    return training > 0 ? 100 * nanos / training : 0;
  }
}
