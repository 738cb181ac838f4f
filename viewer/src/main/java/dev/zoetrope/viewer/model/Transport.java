package dev.zoetrope.viewer.model;

/**
 * The position in time and how it moves: current frame, playing, range, loop, rate. Changed by
 * {@link PlayerModel} only, which tells listeners.
 */
public final class Transport {

  static final double MIN_RATE = 0.5;
  static final double MAX_RATE = 240;

  /** Round rates that the keys walk through. */
  private static final double[] RATES = {0.5, 1, 2, 5, 10, 15, 20, 25, 30, 50, 60, 120, 240};

  int frames;
  int frame;
  public boolean playing;

  /** Whether the newest frame is shown as the recording grows. */
  public boolean following;

  /** In point; 0 if none was set. */
  int first;

  /** Out point; −1 if none was set. */
  int last = -1;

  public LoopMode loop = LoopMode.LOOP;
  public double framesPerSecond = 25;

  /** Whether frames are left out to keep the rate; otherwise every frame is shown. */
  public boolean keepRate = true;

  public int firstFrame() {
    return Math.min(first, Math.max(0, frames - 1));
  }

  public int lastFrame() {
    return last < 0 ? frames - 1 : Math.min(last, frames - 1);
  }

  public boolean hasRange() {
    return first > 0 || last >= 0;
  }

  /** The next round rate, faster or slower. */
  public double rateAfter(boolean faster) {
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
