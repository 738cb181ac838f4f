package dev.zoetrope.viewer.model;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.swing.Timer;

/**
 * Moves the model during playback and counts dropped frames. A frame is dropped if it was due but
 * never reached the screen. As with a video, the clock starts when the first frame is on the
 * screen. For the event dispatch thread.
 */
public final class PlaybackDriver {

  private static final long SECOND = 1_000_000_000;

  /** How long the clock waits for the first frame; a hidden window paints none. */
  private static final int PATIENCE_MILLIS = 250;

  private final PlayerModel model;
  private final Timer timer = new Timer(1, event -> tick());
  private final Deque<Long> shownTimes = new ArrayDeque<>();
  private Playback playback;
  private long position;
  private boolean awaiting;
  private boolean starting;
  private boolean moving;
  private boolean backward;
  private boolean away;
  private long shown;
  private long dropped;

  public PlaybackDriver(PlayerModel model) {
    this.model = model;
    timer.setRepeats(false);
    // A coalescing timer loses events that are due while its handler is still running.
    timer.setCoalesce(false);
    model.addListener(this::changed);
  }

  private void changed(Change change) {
    Transport transport = model.transport();
    boolean restart = change == Change.TRANSPORT || (change == Change.FRAME && !moving);
    if (change == Change.RECORDING || !transport.playing() || away) {
      timer.stop();
      playback = null;
    } else if (restart) {
      if (playback == null) {
        shown = 0;
        dropped = 0;
        backward = false;
        starting = true;
        shownTimes.clear();
      }
      begin();
    }
  }

  private void begin() {
    Transport transport = model.transport();
    playback =
        new Playback(
            transport.firstFrame(),
            transport.lastFrame(),
            transport.frame(),
            backward,
            transport.loop(),
            transport.framesPerSecond(),
            System.nanoTime());
    position = 0;
    awaiting = false;
    schedule();
  }

  private void schedule() {
    long wait = playback.timeOf(position + 1) - System.nanoTime();
    timer.setInitialDelay((int) Math.max(0, wait / 1_000_000));
    timer.restart();
  }

  private void tick() {
    if (playback == null) {
      return;
    }
    if (starting) {
      start();
      return;
    }
    long due = playback.due(System.nanoTime());
    if (due <= position) {
      schedule();
    } else if (model.transport().keepRate()) {
      dropped += due - position - 1 + (awaiting ? 1 : 0);
      advance(due);
    } else if (!awaiting) {
      advance(position + 1);
      if (due > position && playback != null) {
        rebase();
      }
    }
  }

  /**
   * Moves to the first frame. The clock starts when the frame is painted, or after a short wait.
   */
  private void start() {
    if (position > 0) {
      startClock();
      return;
    }
    advance(1);
    if (playback != null) {
      timer.setInitialDelay(PATIENCE_MILLIS);
      timer.restart();
    }
  }

  private void startClock() {
    starting = false;
    rebase();
  }

  /** Restarts the clock, so that late frames do not make the next ones come faster. */
  private void rebase() {
    backward = playback.backward(position);
    boolean wasAwaiting = awaiting;
    begin();
    awaiting = wasAwaiting;
  }

  private void advance(long to) {
    position = to;
    backward = playback.backward(to);
    int frame = playback.frame(to);
    awaiting = frame != model.frame();
    boolean ends = playback.ended(to) || model.transport().firstFrame() == frame && single();
    moving = true;
    try {
      model.transport().moveTo(frame);
    } finally {
      moving = false;
    }
    if (ends) {
      model.transport().pause();
    } else {
      schedule();
    }
  }

  private boolean single() {
    return model.transport().firstFrame() >= model.transport().lastFrame();
  }

  /** The view calls this when a frame is on the screen. */
  public void painted(int frame) {
    if (playback == null || !awaiting || frame != model.frame()) {
      return;
    }
    shown++;
    long now = System.nanoTime();
    shownTimes.add(now);
    while (now - shownTimes.peek() > SECOND) {
      shownTimes.remove();
    }
    settle();
  }

  /** The view calls this when a frame cannot be shown. */
  public void unreadable(int frame) {
    if (playback != null && awaiting && frame == model.frame()) {
      dropped++;
      settle();
    }
  }

  /** Continues after a frame that is on the screen or cannot be shown. */
  private void settle() {
    awaiting = false;
    if (starting) {
      startClock();
    } else if (!model.transport().keepRate()) {
      schedule();
    }
  }

  /** Frames that have reached the screen since playback began. */
  public long shown() {
    return shown;
  }

  /** Frames that have been due since playback began but never reached the screen. */
  public long dropped() {
    return dropped;
  }

  /** Frames that reached the screen in the last second. */
  public int measuredRate() {
    long now = System.nanoTime();
    shownTimes.removeIf(time -> now - time > SECOND);
    return shownTimes.size();
  }

  /** Pauses, whatever the model says, until {@link #comeBack}. */
  public void goAway() {
    away = true;
    timer.stop();
    playback = null;
  }

  /** Resumes if the model is playing. */
  public void comeBack() {
    if (away) {
      away = false;
      changed(Change.TRANSPORT);
    }
  }
}
