package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Opens recordings and follows those still being written, on a thread of its own; tells on the
 * model's.
 */
public final class RunLoader implements AutoCloseable {

  /** How often a growing recording is looked at. */
  private static final long INTERVAL_MILLIS = 200;

  /** Steps of large networks take long; one that was interrupted is not looked at at once. */
  private static final Duration LIVE_AGE = Duration.ofMinutes(1);

  private final PlayerModel model;
  private final Executor modelThread;
  private final BiConsumer<Path, Exception> onFailure;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "zoetrope-loader");
            thread.setDaemon(true);
            return thread;
          });
  private Recording open;
  private RunData run;

  /**
   * Makes a loader.
   *
   * @param modelThread runs what changes the model
   * @param onFailure hears there why a recording could not be opened
   */
  public RunLoader(PlayerModel model, Executor modelThread, BiConsumer<Path, Exception> onFailure) {
    this.model = model;
    this.modelThread = modelThread;
    this.onFailure = onFailure;
  }

  /** Opens a recording in place of the one shown. */
  public void open(Path path) {
    worker.execute(() -> load(path));
  }

  private void load(Path path) {
    Recording recording = null;
    try {
      recording = Recording.open(path);
      RunData loaded = RunData.of(recording);
      Recording before = open;
      open = recording;
      run = loaded;
      Recording shown = recording;
      boolean live = !loaded.info().complete() && writtenJustNow(path);
      modelThread.execute(
          () -> {
            model.show(shown, loaded, live);
            closeLater(before);
          });
      if (!loaded.info().complete()) {
        follow(recording);
      }
    } catch (IOException | RuntimeException e) {
      close(recording);
      modelThread.execute(() -> onFailure.accept(path, e));
    }
  }

  /** Whether an incomplete recording is still growing, rather than one that was interrupted. */
  private static boolean writtenJustNow(Path path) throws IOException {
    Path root = Files.isDirectory(path) ? path.resolve("zarr.json") : path;
    Duration age = Duration.between(Files.getLastModifiedTime(root).toInstant(), Instant.now());
    return age.compareTo(LIVE_AGE) < 0;
  }

  private void follow(Recording recording) {
    later(() -> look(recording), INTERVAL_MILLIS);
  }

  private void look(Recording recording) {
    if (recording != open) {
      return;
    }
    try {
      if (recording.refresh()) {
        RunData grown = run.refreshed(recording);
        run = grown;
        modelThread.execute(
            () -> {
              if (model.recording().orElse(null) == recording) {
                model.grow(grown);
              }
            });
      }
    } catch (IOException e) {
      // Deleted or replaced meanwhile: what was read stays, and there is nothing more to follow.
      return;
    }
    if (!run.info().complete()) {
      follow(recording);
    }
  }

  private void later(Runnable task, long millis) {
    // Nobody waits for it; it reports its failures itself.
    Future<?> unused = worker.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /** Drawing threads may still be reading from it for a moment. */
  private void closeLater(Recording recording) {
    if (recording != null) {
      later(() -> close(recording), 2000);
    }
  }

  private static void close(Recording recording) {
    try {
      if (recording != null) {
        recording.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    worker.execute(
        () -> {
          close(open);
          open = null;
        });
    worker.shutdown();
  }
}
