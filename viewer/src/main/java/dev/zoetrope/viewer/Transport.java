package dev.zoetrope.viewer;

/**
 * The position in time and how it moves: current frame, playing, range, loop, rate. Changed by
 * {@link PlayerModel} only, which tells listeners.
 */
final class Transport {

  static final double MIN_RATE = 0.5;
  static final double MAX_RATE = 240;

  /** Round rates that the keys walk through. */
  private static final double[] RATES = {0.5, 1, 2, 5, 10, 15, 20, 25, 30, 50, 60, 120, 240};

  int frames;
  int frame;
  boolean playing;

  /** Whether the newest frame is shown as the recording grows. */
  boolean following;

  /** In point; 0 if none was set. */
  int first;

  /** Out point; −1 if none was set. */
  int last = -1;

  LoopMode loop = LoopMode.LOOP;
  double framesPerSecond = 25;

  /** Whether frames are left out to keep the rate; otherwise every frame is shown. */
  boolean keepRate = true;

  int firstFrame() {
    return Math.min(first, Math.max(0, frames - 1));
  }

  int lastFrame() {
    return last < 0 ? frames - 1 : Math.min(last, frames - 1);
  }

  boolean hasRange() {
    return first > 0 || last >= 0;
  }

  /** The next round rate, faster or slower. */
  double rateAfter(boolean faster) {
    double next = framesPerSecond;
    if (faster) {
      for (int i = RATES.length - 1; i >= 0 && RATES[i] > framesPerSecond; i--) {
        next = RATES[i];
      }
    } else {
      for (int i = 0; i < RATES.length && RATES[i] < framesPerSecond; i++) {
        next = RATES[i];
      }
    }
    return next;
  }
}
