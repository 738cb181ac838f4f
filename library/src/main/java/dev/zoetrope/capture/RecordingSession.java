package dev.zoetrope.capture;

import ai.djl.engine.Engine;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener.BatchData;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.recording.LeftOut;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;

/**
 * One trainer's recording, from its first batch to its end. A failure ends the recording but not
 * the training. Not thread-safe, except for {@link #failure}.
 */
final class RecordingSession {

  private final Trainer trainer;
  private final RecorderOptions options;
  private final Destination destination;
  private final String id = "zoetrope-" + UUID.randomUUID();
  private final TrainingProgress progress;
  private final FrameSchedule schedule;
  private final PendingSeries series = new PendingSeries();
  private OpenRecording recording;
  private volatile FrameTaker taker;
  private volatile Exception failure;
  private boolean called;
  private boolean ended;
  private long frames;
  private long lastFrame = -1;
  private boolean gradientsMissed;

  /** Starts watching a trainer; the recording begins with its first batch. */
  RecordingSession(Trainer trainer, RecorderOptions options, Destination destination) {
    this.trainer = trainer;
    this.options = options;
    this.destination = destination;
    progress = new TrainingProgress(trainer, id);
    OverheadBudget overhead =
        options.maxOverhead().isPresent()
            ? new OverheadBudget(options.maxOverhead().getAsDouble())
            : null;
    schedule = new FrameSchedule(options.steps(), overhead);
  }

  /** Returns whether a batch was ever reported. */
  boolean wasCalled() {
    return called;
  }

  /** Returns the exception that ended the recording early, if any. */
  Optional<Exception> failure() {
    FrameTaker current = taker;
    Exception own = failure;
    return own == null && current != null ? current.failure() : Optional.ofNullable(own);
  }

  /** Returns loss and accuracy of the current update. */
  BatchMetrics metrics() {
    return progress.metrics();
  }

  void scalar(String name, float value) {
    series.put(name, value);
  }

  void detail(String key, Object value) {
    if (taker != null && !ended) {
      taker.tell(to -> to.detail(key, value));
    }
  }

  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  /** Runs a task on the training thread, unless the recording has ended. */
  private void work(Task task) {
    if (ended || failure().isPresent()) {
      return;
    }
    schedule.enter();
    try {
      task.run();
    } catch (RefusedException e) {
      ended = true; // the caller hears of it here and now
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(new InterruptedIOException("interrupted while waiting for the disk"));
    } catch (Throwable e) {
      fail(e);
    }
    schedule.leave(taker == null ? 0 : taker.writingNanos());
  }

  /**
   * Takes the frame before or after this batch's update, if it is due.
   *
   * @throws RefusedException at the first batch, if layers chosen by name cannot be recorded
   */
  void onTrainingBatch(BatchData batch) {
    called = true;
    work(
        () -> {
          if (taker == null) {
            begin();
          }
          take(batch);
        });
  }

  private void requireMatch(String glob) {
    try {
      BlockSelector.requireMatch(trainer.getModel().getBlock(), glob);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(e.getMessage());
    }
  }

  private void begin() throws IOException {
    options.globs().forEach(this::requireMatch);
    FrameTaker starting = new FrameTaker(trainer, options);
    try {
      recording = OpenRecording.at(destination.take(), options, starting);
    } catch (IOException | RuntimeException | Error e) {
      starting.close(to -> {});
      throw e;
    }
    schedule.beginAt(recording.start().step());
    starting.weightSteps().beginAt(recording.start().step());
    starting.weightSteps().force(); // the first frame has weights
    taker = starting;
    Announcements.beginning(starting);
  }

  private void take(BatchData batch) throws InterruptedException {
    boolean wasAfter = progress.reportsAfterUpdate();
    // The metrics come before the capture, whose background work would compete for the cores.
    TrainingProgress.Point point = progress.onTrainingBatch(batch);
    if (progress.reportsAfterUpdate() && !wasAfter) {
      Announcements.reportsAfterUpdate(
          recording.start().step() + progress.updates(), options.gradientNorms());
    }
    if (point != null) {
      take(point);
    }
    readGradients();
    releaseAfter(batch == null ? null : batch.getBatch());
  }

  private void readGradients() {
    if (!options.gradientNorms() || !schedule.isChosen(progress.updates() + 1)) {
      return;
    }
    if (progress.gradientsAreThere()) {
      taker.readGradients();
    } else if (!gradientsMissed && !progress.reportsAfterUpdate()) {
      gradientsMissed = true;
      Announcements.gradientsMissed();
    }
  }

  /** Takes a frame of the network's current state, if it is due. */
  private void take(TrainingProgress.Point point) throws InterruptedException {
    boolean takesWeights = taker.weightSteps().isDue(point.updates()) && taker.keepsWeights();
    boolean isUseless = options.deferred() && !takesWeights;
    if (point.updates() == lastFrame
        || !schedule.allows(point.updates(), point.metrics().loss())
        || isUseless) {
      return;
    }
    frames++;
    lastFrame = point.updates();
    Destination.Start start = recording.start();
    Map<String, Float> more = series.take(point, start.step());
    List<LeftOut> lost =
        taker.take(
            start.step() + point.updates(),
            start.epoch() + point.epoch(),
            point.metrics(),
            more,
            takesWeights);
    Announcements.lost(lost);
    if (takesWeights) {
      taker.weightSteps().done();
    }
    schedule.frameTaken();
  }

  /**
   * Lets the frame be written when the batch is closed: by then, the update, which needs all cores,
   * is over, and preparing the next batch needs only one.
   */
  private void releaseAfter(Batch batch) {
    if (batch == null || batch.getManager() == null || !batch.getManager().isOpen()) {
      taker.release();
    } else {
      batch.getManager().attachUncappedInternal(id, taker::release);
    }
  }

  void onValidationBatch(BatchData batch) {
    work(() -> progress.onValidationBatch(batch));
  }

  void onEpoch() {
    work(() -> keep(progress.onEpoch()));
  }

  /**
   * Keeps a validation for the frame of these weights, which is taken even if it is not due. If
   * there is no time for it, the next frame says which step was validated.
   */
  private void keep(Map<String, Float> validation) {
    if (!validation.isEmpty()) {
      long updates = progress.updatesByNow();
      series.putValidation(validation, updates);
      if (lastFrame != updates) {
        schedule.force();
      }
    }
  }

  /** Takes the last frame and completes the recording. */
  void onTrainingEnd() {
    if (taker != null) {
      work(
          () -> {
            keep(progress.validation());
            TrainingProgress.Point point = progress.onTrainingEnd();
            schedule.allowLast();
            taker.weightSteps().force();
            if (point != null) {
              take(point);
            }
          });
    }
    String unfinished = unfinished();
    end(
        unfinished != null ? unfinished : "ended after " + progress.updatesInWords(),
        unfinished == null);
    develop();
  }

  /** Computes the activations that were deferred, unless recording failed. */
  private void develop() {
    if (recording == null || !options.deferred() || failure().isPresent()) {
      return;
    }
    try {
      options
          .probes()
          .development(recording.path(), trainer)
          .run(options.developing().orElseThrow());
    } catch (CancellationException e) {
      Announcements.notDeveloped(recording.path());
    } catch (IOException | RuntimeException e) {
      failure =
          new IllegalStateException(
              "the activations could not be computed: %s; the weights are in %s, and zoetrope develop computes them later"
                  .formatted(Announcements.words(e), recording.path()),
              e);
      Announcements.failed(recording.path(), failure);
    }
  }

  private String unfinished() {
    String unfinished = progress.unfinished();
    return unfinished == null && !schedule.isThinned() && frames < options.plannedFrames()
        ? "ended after %s, with %s of %s planned frames"
            .formatted(progress.updatesInWords(), frames, options.plannedFrames())
        : unfinished;
  }

  /** Ends the recording early and leaves it incomplete. */
  void close() {
    String planned =
        options.plannedFrames() > 0
            ? ", with %s of %s planned frames".formatted(frames, options.plannedFrames())
            : "";
    end(
        "closed after %s%s, before training ended".formatted(progress.updatesInWords(), planned),
        false);
  }

  private void end(String ending, boolean complete) {
    if (ended) {
      return;
    }
    ended = true;
    if (taker != null) {
      schedule
          .report()
          .ifPresent(
              report -> {
                taker.tell(to -> to.detail("overhead", report));
                Announcements.overhead(report);
              });
      taker.close(to -> to.end(ending, complete && taker.failure().isEmpty()));
      leave();
    }
  }

  /** Unlocks the path. A recording without a frame counts as a failure. */
  private void leave() {
    try {
      if (!recording.leave() && failure().isEmpty()) {
        fail(
            new IllegalStateException(
                "no frame was taken in %s; see RecorderBuilder.steps"
                    .formatted(progress.updatesInWords())));
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Ends the recording after a failure; training goes on. */
  private void fail(Throwable thrown) {
    boolean first = failure == null;
    if (first) {
      failure = failure(thrown);
    }
    try {
      end(
          "recording failed after %s: %s"
              .formatted(progress.updatesInWords(), Announcements.words(thrown)),
          false);
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
    if (first) {
      Announcements.failed(recording == null ? "this training" : recording.path(), failure);
    }
  }

  private static Exception failure(Throwable thrown) {
    String words = Announcements.words(thrown);
    if (thrown instanceof LinkageError) {
      words += "; DJL must be 0.28 or newer, and this is " + Engine.getDjlVersion();
    } else if (thrown instanceof Exception e && words.startsWith(e.getClass().getName() + ": ")) {
      return e;
    }
    return new IllegalStateException("recording ran into " + words, thrown);
  }
}
