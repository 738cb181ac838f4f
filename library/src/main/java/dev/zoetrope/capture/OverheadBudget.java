package dev.zoetrope.capture;

import java.util.Locale;

/**
 * Thins a recording so that training is slowed by no more than a share of its time, and spends what
 * there is where the loss moves.
 *
 * <p>What recording costs is the time it takes on the training thread and the processor time of the
 * thread that writes: on a machine whose cores are all busy with training, the latter slows it just
 * as much. What it may cost grows with the time that training itself takes.
 */
final class OverheadBudget {

  /** The loss has moved when it is this far, relatively, from that of the last frame. */
  private static final double MOVED = 0.05;

  /** How much of each new loss goes into the smoothed one. */
  private static final double SMOOTHING = 0.2;

  /** Savings worth so many frames are not saved any longer. */
  private static final int MOST_SAVED_FRAMES = 10;

  /** While the loss stands still, at most this share of what comes in is spent. */
  private static final double CALM_SHARE = 0.5;

  /** Between two batches training has taken at most so many times what is usual. */
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

  /** Allows that share of training time: 0.02 for two per cent. */
  OverheadBudget(double share) {
    this.share = share;
  }

  /** Says that the recorder begins to work on the training thread. */
  void enter(long now) {
    if (left >= 0) {
      // Pauses, such as a validation or another network's turn, are no time to spend.
      double step = now - left;
      usualStep =
          usualStep == 0 ? step : Math.min(step, LONGEST_STEP * usualStep) / 4 + usualStep * 3 / 4;
      training += Math.min(step, LONGEST_STEP * usualStep);
    }
    entered = now;
  }

  /**
   * Says that training goes on.
   *
   * @param writingNanos the processor time that writing has taken up to now
   */
  void leave(long now, long writingNanos) {
    onTrainingThread += now - entered;
    writing = Math.max(writing, writingNanos);
    left = now;
  }

  /** Says that the network is known now: what this took is no part of a frame's cost. */
  void begun(long now) {
    onTrainingThread += now - entered;
    entered = now;
    beginning = charged();
    chargedAtLastFrame = beginning;
  }

  private long charged() {
    return onTrainingThread + writing;
  }

  /** Notes the loss of a step; NaN is no news. */
  void step(float ofThisStep) {
    steps++;
    if (!Float.isNaN(ofThisStep)) {
      loss = Double.isNaN(loss) ? ofThisStep : loss + SMOOTHING * (ofThisStep - loss);
    }
  }

  /** Returns whether there may be a frame now, since {@link #enter}. */
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

  /** Says that a frame was taken: what came before, since the last one, is what that one cost. */
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

  /** Tells what was done, for people. */
  String report() {
    return String.format(
        Locale.ROOT,
        "%d frames of %d steps; recording took %.2f %% of training time, of which %.2f %% to begin;"
            + " %.2f %% were allowed",
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
