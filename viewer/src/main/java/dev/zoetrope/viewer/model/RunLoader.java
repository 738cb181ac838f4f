package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingReplacedException;
import dev.zoetrope.viewer.ui.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Opens recordings and follows those that are being written. If another recording takes the place
 * of the open one, it opens the path again. Works on its own thread, which ends when there is
 * nothing to do, and reports on the model's thread.
 */
public final class RunLoader implements AutoCloseable {

  /** How often a growing recording is checked. */
  private static final long INTERVAL_MILLIS = 200;

  /** The longest pause between failed attempts. */
  private static final long LONGEST_PAUSE_MILLIS = 5000;

  /**
   * An incomplete recording that was written within this time counts as live; steps can take long.
   */
  private static final Duration LIVE_AGE = Duration.ofMinutes(1);

  private final PlayerModel model;
  private final Executor modelThread;
  private final OpenRecordings recordings;
  private final BiConsumer<Path, Exception> onFailure;
  private final Consumer<String> onNotice;
  private final ScheduledThreadPoolExecutor worker =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "zoetrope-loader");
            thread.setDaemon(true);
            return thread;
          });

  /** The recording in use and its run, kept while it is closed. For the worker thread. */
  private Recording current;

  private RunData run;
  private boolean held;
  private long pause = INTERVAL_MILLIS;

  /** The recording whose path is already being reopened. */
  private Recording reopening;

  private boolean away;

  /** Whether the last notice says what is awaited. */
  private boolean awaiting;

  private volatile boolean closed;

  /**
   * Makes a loader.
   *
   * @param modelThread runs changes of the model
   * @param onFailure is told, on that thread, why a recording could not be opened
   * @param onNotice is told, on that thread, of failures that are being retried and other news for
   *     the user; an empty text withdraws the last notice
   */
  public RunLoader(
      PlayerModel model,
      Executor modelThread,
      OpenRecordings recordings,
      BiConsumer<Path, Exception> onFailure,
      Consumer<String> onNotice) {
    this.model = model;
    this.modelThread = modelThread;
    this.recordings = recordings;
    this.onFailure = onFailure;
    this.onNotice = onNotice;
    worker.setKeepAliveTime(1, TimeUnit.SECONDS);
    worker.allowCoreThreadTimeOut(true);
  }

  /** Opens a recording instead of the one shown. */
  public void open(Path path) {
    worker.execute(() -> load(path));
  }

  /** Closes the recording and stops following it, until {@link #comeBack}. */
  public void goAway() {
    worker.execute(
        () -> {
          away = true;
          letGo();
        });
  }

  /** Opens the recording again and continues to follow it. */
  public void comeBack() {
    worker.execute(
        () -> {
          away = false;
          if (current != null && !held) {
            reopening = null;
            startReopening(current);
          } else if (current != null) {
            follow();
          }
        });
  }

  /** Opens the path again if this recording is in use, because another one has taken its place. */
  public void replaced(Recording recording) {
    worker.execute(() -> startReopening(recording));
  }

  private void startReopening(Recording before) {
    if (reopening != before) {
      reopening = before;
      reopen(before);
    }
  }

  private void load(Path path) {
    if (closed) {
      return;
    }
    Recording opened = null;
    try {
      opened = recordings.open(path);
      RunData loaded = RunData.of(opened);
      boolean live = !loaded.isFinished() && writtenJustNow(path);
      Recording shown = opened;
      show(opened, loaded, () -> model.show(shown, loaded, live));
      sayWhatIsAwaited(false);
      follow();
    } catch (IOException | RuntimeException e) {
      leave(opened);
      modelThread.execute(() -> onFailure.accept(path, e));
    }
  }

  /** Opens a path again: after the player was away, or because another recording is there now. */
  private void reopen(Recording before) {
    if (before != current || closed || away) {
      return;
    }
    Path path = before.path();
    Recording opened = null;
    try {
      opened = recordings.open(path);
      RunData loaded = RunData.of(opened);
      boolean sameRun = loaded.continues(run);
      boolean live = !loaded.isFinished() && writtenJustNow(path);
      Recording shown = opened;
      show(opened, loaded, () -> model.reopen(shown, loaded, sameRun, live));
      notice(sameRun ? "" : "There is a new recording at " + path + ". It is shown now.");
      follow();
    } catch (IOException | RuntimeException e) {
      leave(opened);
      tryAgain("Cannot open " + path + " again", e, () -> reopen(before));
    }
  }

  private void show(Recording opened, RunData loaded, Runnable change) {
    Recording before = held ? current : null;
    current = opened;
    run = loaded;
    held = true;
    reopening = null;
    pause = INTERVAL_MILLIS;
    modelThread.execute(
        () -> {
          if (!closed) {
            change.run();
          }
        });
    leave(before);
  }

  /** Whether an incomplete recording is still growing, rather than one that was interrupted. */
  private static boolean writtenJustNow(Path path) throws IOException {
    Path root = Files.isDirectory(path) ? path.resolve("zarr.json") : path;
    Duration age = Duration.between(Files.getLastModifiedTime(root).toInstant(), Instant.now());
    return age.compareTo(LIVE_AGE) < 0;
  }

  private void follow() {
    Recording followed = current;
    if (!run.isFinished() && !away && !closed) {
      later(() -> look(followed), INTERVAL_MILLIS);
    }
  }

  private void look(Recording recording) {
    if (recording != current || !held || away || closed) {
      return;
    }
    try {
      if (recording.refresh()) {
        grow(recording, run.refreshed(recording));
      }
      boolean recovered = pause > INTERVAL_MILLIS;
      pause = INTERVAL_MILLIS;
      sayWhatIsAwaited(recovered);
      follow();
    } catch (RecordingReplacedException e) {
      startReopening(recording);
    } catch (IOException | RuntimeException e) {
      tryAgain("Cannot check for new steps", e, () -> look(recording));
    }
  }

  /** Says so again and again, or the notice would disappear; withdraws it once all is there. */
  private void sayWhatIsAwaited(boolean withdraws) {
    String text = run.awaited();
    if (!text.isEmpty() || awaiting || withdraws) {
      notice(text);
    }
    awaiting = !text.isEmpty();
  }

  private void grow(Recording recording, RunData grown) {
    run = grown;
    modelThread.execute(
        () -> {
          if (model.recording().orElse(null) == recording) {
            model.grow(grown);
          }
        });
  }

  private void tryAgain(String what, Exception e, Runnable task) {
    pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
    notice(what + ": " + Messages.reason(e) + ". Trying again…");
    later(task, pause);
  }

  private void notice(String text) {
    modelThread.execute(() -> onNotice.accept(text));
  }

  private void later(Runnable task, long millis) {
    // Nothing waits for the result; the task reports its own failures.
    Future<?> unused = worker.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  private void letGo() {
    if (held) {
      held = false;
      leave(current);
    }
  }

  private void leave(Recording recording) {
    if (recording != null) {
      recordings.leave(recording);
    }
  }

  /** Ends for good. A recording that is just being opened is closed again. */
  @Override
  public void close() {
    closed = true;
    worker.execute(this::letGo);
  }
}
