package dev.zoetrope.viewer.model;

import java.util.function.Consumer;

/**
 * The position in time and how it moves: current frame, playing, range, loop, rate. The listener is
 * notified after each change. For the model's thread.
 */
public final class Transport {

  static final double MIN_RATE = 0.5;
  static final double MAX_RATE = 240;

  /** Round rates that the keys step through. */
  private static final double[] RATES = {0.5, 1, 2, 5, 10, 15, 20, 25, 30, 50, 60, 120, 240};

  private final Consumer<Change> listener;
  private int frames;
  private boolean complete;
  private int frame;
  private boolean playing;
  private boolean following;
  private int first;
  private int last = -1;
  private LoopMode loop = LoopMode.LOOP;
  private double framesPerSecond = 25;
  private boolean keepRate = true;

  Transport(Consumer<Change> listener) {
    this.listener = listener;
  }

  private void fireTransport() {
    listener.accept(Change.TRANSPORT);
  }

  /** Starts with another run, at its first frame, or follows its newest. Does not notify. */
  void begin(RunData run, boolean live) {
    lengthen(run);
    first = 0;
    last = -1;
    playing = false;
    following = live;
    frame = live ? Math.max(0, frames - 1) : 0;
  }

  /** Continues with another run at the same frame or the nearest one. Does not notify. */
  void goOn(RunData run, boolean live) {
    lengthen(run);
    following = live && !playing;
    frame = Math.max(0, Math.min(frame, frames - 1));
  }

  /** Updates the length of the run, which may have grown. Does not notify. */
  void lengthen(RunData run) {
    frames = run.frames();
    complete = run.isFinished();
  }

  /** Goes to the newest frame if it is followed, until the run is complete. */
  void followNewest() {
    if (following && !playing) {
      moveTo(frames - 1);
    }
    if (complete) {
      stopFollowing();
    }
  }

  private void stopFollowing() {
    if (following) {
      following = false;
      fireTransport();
    }
  }

  public int frame() {
    return frame;
  }

  public boolean playing() {
    return playing;
  }

  /** Whether the newest frame is shown as the recording grows. */
  public boolean following() {
    return following;
  }

  public LoopMode loop() {
    return loop;
  }

  public double framesPerSecond() {
    return framesPerSecond;
  }

  /** Whether frames are dropped to keep the rate; otherwise every frame is shown. */
  public boolean keepRate() {
    return keepRate;
  }

  /** Goes to a frame, or the nearest one if it does not exist, and stops following the newest. */
  public void seek(int newFrame) {
    stopFollowing();
    moveTo(newFrame);
  }

  /** Goes forward or back by some frames. */
  public void step(int by) {
    pause();
    seek(frame + by);
  }

  /** Goes to the last frame, and follows it while the recording grows. */
  public void end() {
    if (frames == 0) {
      return;
    }
    pause();
    if (!complete && !following) {
      following = true;
      fireTransport();
    }
    moveTo(frames - 1);
  }

  /** Moves to a frame during playback; the driver calls this instead of {@link #seek}. */
  void moveTo(int newFrame) {
    if (frames == 0) {
      return;
    }
    int nearest = Math.max(0, Math.min(frames - 1, newFrame));
    if (nearest != frame) {
      frame = nearest;
      listener.accept(Change.FRAME);
    }
  }

  public void play() {
    if (frames > 0 && !playing) {
      stopFollowing();
      boolean outside = frame < firstFrame() || frame > lastFrame();
      boolean over = loop == LoopMode.ONCE && frame == lastFrame();
      if (outside || over) {
        moveTo(firstFrame());
      }
      playing = true;
      fireTransport();
    }
  }

  public void pause() {
    if (playing) {
      playing = false;
      fireTransport();
    }
  }

  public void togglePlaying() {
    if (playing) {
      pause();
    } else {
      play();
    }
  }

  public void setLoop(LoopMode newLoop) {
    loop = newLoop;
    fireTransport();
  }

  public void setRate(double newFramesPerSecond) {
    framesPerSecond = Math.max(MIN_RATE, Math.min(MAX_RATE, newFramesPerSecond));
    fireTransport();
  }

  public void setKeepRate(boolean newKeepRate) {
    keepRate = newKeepRate;
    fireTransport();
  }

  /** Makes the playback range begin at the current frame. */
  public void setIn() {
    setRange(frame, last < frame ? -1 : last);
  }

  /** Makes the playback range end at the current frame. */
  public void setOut() {
    setRange(first > frame ? 0 : first, frame);
  }

  /** Sets the playback range; 0 and −1 for the whole run. */
  public void setRange(int newFirst, int newLast) {
    first = newFirst;
    last = newLast;
    fireTransport();
  }

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
