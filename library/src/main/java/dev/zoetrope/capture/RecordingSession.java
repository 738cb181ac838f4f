package dev.zoetrope.capture;

import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener.BatchData;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One trainer's recording: knows from what its loop reports which update a batch belongs to, and
 * when there is a frame to take. Not safe for use by several threads, {@link #failure} excepted.
 */
final class RecordingSession {

  private static final Logger LOGGER = System.getLogger(RecordingSession.class.getName());

  /** Whether batches are reported before the update they lead to, as EasyTrain does, or after. */
  private enum Reports {
    UNKNOWN,
    BEFORE_UPDATE,
    AFTER_UPDATE
  }

  private final Trainer trainer;
  private final RecorderOptions options;
  private final Destination destination;
  private final String id = "zoetrope-" + UUID.randomUUID();
  private final UpdateCounter counter;
  private final Meters meters;
  private final OverheadBudget overhead;
  private final Map<String, Float> scalars = new LinkedHashMap<>();
  private Destination.Place place;
  private RecordingWriter writer;
  private volatile FrameTaker taker;
  private volatile Exception failure;
  private Reports reports = Reports.UNKNOWN;
  private boolean called;
  private boolean begun;
  private boolean ended;
  private boolean fitted;
  private long updates;
  private long asked = -1;
  private boolean due;
  private long frames;
  private long lastFrame = -1;
  private int pendingBatches;
  private boolean updateEnded;
  private long batchesOfEpoch;
  private long completedEpochs;
  private long epoch;

  /** Begins to watch a trainer; the recording begins with its first batch. */
  RecordingSession(Trainer trainer, RecorderOptions options, Destination destination) {
    this.trainer = trainer;
    this.options = options;
    this.destination = destination;
    counter = new UpdateCounter(trainer);
    meters = new Meters(trainer, id);
    overhead =
        options.maxOverhead().isPresent()
            ? new OverheadBudget(options.maxOverhead().getAsDouble())
            : null;
  }

  /** Returns whether a batch was ever reported. */
  boolean wasCalled() {
    return called;
  }

  /** Returns what ended the recording before its time, if anything did. */
  Optional<Exception> failure() {
    FrameTaker current = taker;
    Exception own = failure;
    return own == null && current != null ? current.failure() : Optional.ofNullable(own);
  }

  /** Returns loss and accuracy of the update under way. */
  BatchMetrics metrics() {
    return meters.values();
  }

  void scalar(String name, float value) {
    scalars.put(name, value);
  }

  void detail(String key, Object value) {
    if (writer != null) {
      writer.detail(key, value);
    }
  }

  private boolean isOver() {
    return ended || failure().isPresent();
  }

  /**
   * Takes the frame that is due before or after the update of this batch.
   *
   * @throws RefusedException at the first batch, if what was asked for by name cannot be recorded
   */
  void onTrainingBatch(BatchData batch) {
    called = true;
    if (isOver()) {
      return;
    }
    enter();
    try {
      begin();
      batch(batch);
    } catch (RefusedException e) {
      ended = true; // the caller hears of it here and now
      throw e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(new InterruptedIOException("interrupted while waiting for the disk"));
    } catch (Throwable e) {
      fail(e);
    }
    leave();
  }

  private void enter() {
    if (overhead != null) {
      overhead.enter(System.nanoTime());
    }
  }

  private void leave() {
    if (overhead != null) {
      overhead.leave(System.nanoTime(), taker == null ? 0 : taker.writingNanos());
    }
  }

  private void begin() throws IOException {
    if (taker != null) {
      return;
    }
    fitted =
        StackWalker.getInstance()
            .walk(
                calls ->
                    calls.anyMatch(
                        call ->
                            call.getClassName().equals(EasyTrain.class.getName())
                                && call.getMethodName().equals("fit")));
    options.globs().forEach(glob -> Blocks.requireMatch(trainer.getModel().getBlock(), glob));
    FrameTaker starting = new FrameTaker(trainer, options);
    try {
      place = destination.take();
      writer =
          RecordingWriter.create(
              place.path(), run(), probes(), starting.layers(), options.durable());
      starting.leftOut().forEach(writer::leaveOut);
      starting.start(writer, place::replaced);
    } catch (IOException | RuntimeException | Error e) {
      starting.close(w -> {});
      if (place != null) {
        place.restore();
      }
      throw e;
    }
    taker = starting;
    say(starting);
  }

  private Probes probes() {
    return options.probes().shown();
  }

  private RunInfo run() {
    Map<String, Object> details = new LinkedHashMap<>(options.details());
    place.start().continues().ifPresent(path -> details.put("continues", path.toString()));
    options.maxOverhead().ifPresent(share -> details.put("max_overhead", share));
    return new RunInfo(options.name(), Instant.now(), options.plannedFrames(), details);
  }

  private void say(FrameTaker starting) {
    if (!starting.leftOut().isEmpty()) {
      LOGGER.log(
          Logger.Level.WARNING,
          "%d of the chosen outputs are recorded, and these are not: %s"
              .formatted(starting.layers().size(), text(starting.leftOut())));
    }
    if (!starting.varying().isEmpty()) {
      writer.detail("random_in_evaluation", starting.varying());
      LOGGER.log(
          Logger.Level.WARNING,
          "these do not put out the same twice, so the network draws random numbers, or keeps a"
              + " state, when it is run on the probes; training will not end in the same weights"
              + " as without a recorder: "
              + String.join(", ", starting.varying()));
    }
    if (starting.mode() != ForwardPass.Mode.EVALUATION) {
      boolean labels = starting.mode() == ForwardPass.Mode.LABELS;
      writer.detail("probes_run", labels ? "with labels" : "as in training");
      LOGGER.log(
          Logger.Level.INFO,
          "the probes are run %s; blocks without children work as in evaluation meanwhile"
              .formatted(labels ? "with labels" : "as in training"));
    }
  }

  private static String text(List<LeftOut> leftOut) {
    return String.join(
        "; ", leftOut.stream().map(left -> left.layer() + ", " + left.reason()).toList());
  }

  private void batch(BatchData batch) throws InterruptedException {
    long now = counter.updates();
    boolean first = !begun;
    boolean updated = now > updates;
    begun = true;
    if (reports == Reports.UNKNOWN && updated) {
      reports = first || counter.gradientsAreGone() ? Reports.AFTER_UPDATE : Reports.BEFORE_UPDATE;
      sayOrder();
    }
    if (updated && reports == Reports.AFTER_UPDATE) {
      add(batch);
      endUpdate(now);
      take(epoch, meters.values(), meters.others());
    } else {
      BatchMetrics metrics = updated ? meters.values() : BatchMetrics.NONE;
      Map<String, Float> others = updated ? meters.others() : Map.of();
      long epochOfFrame = epoch;
      if (updated) {
        endUpdate(now);
      }
      // Before the capture, whose background work would compete with it for the engine's cores.
      add(batch);
      if (updated || first) {
        take(epochOfFrame, metrics, others);
      }
      if (asks(updates + 1)) {
        taker.readGradients();
      }
    }
    releaseAfter(batch == null ? null : batch.getBatch());
  }

  private void endUpdate(long now) {
    updates = now;
    pendingBatches = 0;
    updateEnded = true;
  }

  private void add(BatchData batch) {
    if (updateEnded) {
      meters.reset();
      updateEnded = false;
    }
    meters.add(batch);
    pendingBatches++;
    batchesOfEpoch++;
    epoch = completedEpochs + 1;
  }

  private void sayOrder() {
    if (reports == Reports.AFTER_UPDATE) {
      LOGGER.log(
          Logger.Level.WARNING,
          "batches are reported after trainer.step(): frames begin with step %d%s"
              .formatted(
                  place.start().step() + 1,
                  options.gradientNorms()
                      ? ", and gradients, which are gone by then, are not recorded. Call the"
                          + " listeners before trainer.step() to have both"
                      : ". Call the listeners before it to have step 0 too"));
    }
  }

  /** Asks for each step once, in order; returns whether the given one, or one before, is due. */
  private boolean asks(long step) {
    while (asked < step) {
      asked++;
      due |= options.steps().test(place.start().step() + asked);
    }
    return due;
  }

  /** Takes the frame of the current step, if it is due. */
  private void take(long ofEpoch, BatchMetrics metrics, Map<String, Float> others)
      throws InterruptedException {
    if (overhead != null) {
      overhead.step(metrics.loss());
    }
    if (!asks(updates) || overhead != null && !overhead.allows()) {
      return;
    }
    due = false;
    lastFrame = updates;
    Map<String, Float> more = new HashMap<>(others);
    more.putAll(scalars);
    scalars.clear();
    List<LeftOut> news =
        taker.take(
            place.start().step() + updates,
            updates == 0 ? place.start().epoch() : place.start().epoch() + ofEpoch,
            metrics,
            more);
    frames++;
    news.forEach(writer::leaveOut);
    if (!news.isEmpty()) {
      LOGGER.log(Logger.Level.WARNING, "not recorded any more: " + text(news));
    }
    if (overhead != null) {
      overhead.frameTaken();
    }
  }

  /**
   * Lets the frame be written when the batch is closed: the update is over then, which wants all
   * cores, and the next batch is made, which wants one.
   */
  private void releaseAfter(Batch batch) {
    if (batch == null || batch.getManager() == null) {
      taker.release();
    } else {
      batch.getManager().attachUncappedInternal(id, taker::release);
    }
  }

  void onValidationBatch(BatchData batch) {
    if (!isOver()) {
      batchesOfEpoch = 0; // of training, this epoch has no more
      try {
        meters.addValidation(batch);
      } catch (Throwable e) {
        fail(e);
      }
    }
  }

  void onEpoch() {
    completedEpochs++;
    batchesOfEpoch = 0;
    if (!isOver() && taker != null) {
      try {
        keepValidation();
      } catch (Throwable e) {
        fail(e);
      }
    }
  }

  /** Keeps the values for the frame of these weights, which is taken even if it is not due. */
  private void keepValidation() {
    Map<String, Float> values = meters.endValidation();
    if (!values.isEmpty()) {
      scalars.putAll(values);
      if (lastFrame == counter.updates()) {
        // The frame of these weights is taken already; the next one says whose values it has.
        scalars.put("validation_step", (float) (place.start().step() + lastFrame));
      } else {
        due = true;
      }
    }
  }

  /** Takes the last frame and completes the recording, as far as training came. */
  void onTrainingEnd() {
    if (isOver() || taker == null) {
      end("");
      return;
    }
    enter();
    String ending = null;
    boolean complete = false;
    try {
      long now = counter.updates();
      keepValidation();
      if (now > updates) {
        endUpdate(now);
        take(epoch, meters.values(), meters.others());
      }
      ending = ending();
      complete = ending == null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      fail(new InterruptedIOException("interrupted while waiting for the disk"));
    } catch (Throwable e) {
      fail(e);
    }
    leave();
    if (failure == null) {
      end(complete ? "ended after " + updates(updates) : ending, complete);
    }
  }

  /** Returns in which unfinished state training ended, or null if it was none. */
  private String ending() {
    if (pendingBatches > 0 && reports != Reports.AFTER_UPDATE) {
      return "ended inside a batch, after " + updates(updates);
    }
    if (batchesOfEpoch > 0 && (fitted || completedEpochs > 0)) {
      return "ended inside epoch %d, after %s".formatted(completedEpochs + 1, updates(updates));
    }
    return overhead == null && frames < options.plannedFrames()
        ? "ended after %s, with %d of %d planned frames"
            .formatted(updates(updates), frames, options.plannedFrames())
        : null;
  }

  private static String updates(long count) {
    return count + (count == 1 ? " update" : " updates");
  }

  /** Ends the recording where it stands, incomplete. */
  void close() {
    long planned = options.plannedFrames();
    end(
        "closed after %s%s, before training ended"
            .formatted(
                updates(updates),
                planned > 0 ? ", with %d of %d planned frames".formatted(frames, planned) : ""));
  }

  private void end(String ending) {
    end(ending, false);
  }

  private void end(String ending, boolean complete) {
    if (ended) {
      return;
    }
    ended = true;
    if (taker != null) {
      taker.close(
          to -> {
            if (overhead != null) {
              String report = overhead.report(System.nanoTime());
              to.detail("overhead", report);
              LOGGER.log(Logger.Level.INFO, report);
            }
            to.end(ending, complete && taker.failure().isEmpty());
          });
      restore();
    }
  }

  private void restore() {
    try {
      if (writer.committed() == 0) {
        place.restore();
      }
    } catch (IOException e) {
      fail(e);
    }
  }

  /** Ends the recording for good, whatever was thrown; training goes on. */
  private void fail(Throwable thrown) {
    if (failure == null) {
      failure =
          thrown instanceof Exception e
              ? e
              : new IllegalStateException("recording ran into " + thrown, thrown);
      String message =
          "recording of %s has stopped, training goes on: %s"
              .formatted(place == null ? "this training" : place.path(), thrown.getMessage());
      // What is not foreseen is shown with where it happened.
      boolean isForeseen = thrown instanceof IOException || thrown instanceof IllegalStateException;
      LOGGER.log(Logger.Level.WARNING, message, isForeseen ? null : thrown);
    }
    try {
      end("recording failed after %s: %s".formatted(updates(updates), thrown));
    } catch (RuntimeException | Error e) {
      failure.addSuppressed(e);
    }
  }
}
