package dev.zoetrope.viewer.model;

import java.util.ArrayDeque;
import java.util.Deque;
import javax.swing.Timer;

/**
 * Moves the model while it plays, and counts honestly: a frame that was due and never reached the
 * screen is dropped. The clock runs from when the first frame after the start is on the screen, as
 * with a video. Lives on the event thread.
 */
public final class PlaybackDriver {

  private static final long SECOND = 1_000_000_000;

  /** How long the clock waits for the first frame; a window that nobody sees paints none. */
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
    // A coalescing timer loses an event that is due while its handler still runs.
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

  /** Moves to the first frame; the clock starts once it is seen, or nobody seems to look. */
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

  /** Showing every frame late does not make the next ones come faster. */
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

  /** Told by the view when a frame is on the screen. */
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

  /** Told by the view when a frame cannot be shown. */
  public void unreadable(int frame) {
    if (playback != null && awaiting && frame == model.frame()) {
      dropped++;
      settle();
    }
  }

  /** Goes on from a frame that is on the screen or never will be. */
  private void settle() {
    awaiting = false;
    if (starting) {
      startClock();
    } else if (!model.transport().keepRate()) {
      schedule();
    }
  }

  /** Frames that reached the screen since playing began. */
  public long shown() {
    return shown;
  }

  /** Frames that were due since playing began, and never reached the screen. */
  public long dropped() {
    return dropped;
  }

  /** Frames that reached the screen in the last second. */
  public int measuredRate() {
    long now = System.nanoTime();
    shownTimes.removeIf(time -> now - time > SECOND);
    return shownTimes.size();
  }

  /** Stands still, whatever the model says, until {@link #comeBack}. */
  public void goAway() {
    away = true;
    timer.stop();
    playback = null;
  }

  /** Plays again, if the model does. */
  public void comeBack() {
    if (away) {
      away = false;
      changed(Change.TRANSPORT);
    }
  }
}
