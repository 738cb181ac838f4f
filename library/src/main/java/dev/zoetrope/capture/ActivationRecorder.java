package dev.zoetrope.capture;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Records what the layers of a network make of the probes, after every training step.
 *
 * <pre>{@code
 * var recorder = ActivationRecorder.to(Path.of("run.zarr")).probes(images).layers("**}{@code /conv*").build();
 * var config = new DefaultTrainingConfig(loss).addTrainingListeners(recorder);
 * }</pre>
 *
 * <p>Works with {@code EasyTrain.fit} and with any loop that calls the trainer's listeners. A step
 * is an update of the optimizer: of several micro-batches that one update is accumulated from, one
 * frame comes, with the mean of their losses. A loop that reports its batches before {@code
 * trainer.step()}, as EasyTrain does, gets frame 0 of the untrained network; one that reports them
 * after it begins with frame 1. Closing the trainer takes the last frame and completes the
 * recording.
 *
 * <p>A recorder is a guest. Its hooks stand in the network while the probes are fed through and at
 * no other time. Training ends in the same weights with a recorder as without, unless the network
 * draws random numbers in evaluation too, which the log says. Nothing it meets ends training: what
 * cannot be recorded is left out, in the log and in the recording. If recording fails altogether,
 * the log says so at once, {@link #failure} tells, and {@link #close} throws. Only what was asked
 * for by name and cannot be had is refused, at the first batch.
 *
 * <p>The first trainer that reports a batch is recorded at the path given. Further trainers, as in
 * a GAN or a search over hyper-parameters, get recordings of their own beside it: {@code
 * run-2.zarr}, {@code run-3.zarr}, ….
 *
 * <p>Files are written on a thread of its own. Safe for use by several threads: {@link #close}
 * waits for a frame that is being taken.
 */
public final class ActivationRecorder extends TrainingListenerAdapter implements AutoCloseable {

  private final RecorderOptions options;
  private final Destination destination;
  private final IdentityHashMap<Trainer, RecordingSession> sessions = new IdentityHashMap<>();

  /** Guarded by itself, and never while a network is run: other threads may hold its locks. */
  private final Map<String, Object> details = new LinkedHashMap<>();

  /** Guarded by itself, as {@link #details}. */
  private final Map<String, Float> scalars = new LinkedHashMap<>();

  private volatile RecordingSession current;
  private volatile Exception failure;
  private boolean recorded;
  private boolean closed;
  private boolean thrown;

  ActivationRecorder(RecorderOptions options, Destination destination) {
    this.options = options;
    this.destination = destination;
  }

  /** Starts to build a recorder that writes into this directory. */
  public static RecorderBuilder to(Path directory) {
    return new RecorderBuilder(directory);
  }

  /** Begins to count the trainer's updates; DJL calls it when the trainer is made. */
  @Override
  public synchronized void onTrainingBegin(Trainer trainer) {
    session(trainer);
  }

  private RecordingSession session(Trainer trainer) {
    return sessions.computeIfAbsent(trainer, t -> new RecordingSession(t, options, destination));
  }

  /**
   * Takes the frame that is due. The first call opens the recording.
   *
   * @throws IllegalArgumentException on the first call, if blocks that were chosen by name do not
   *     exist or cannot be recorded; nothing was changed then
   */
  @Override
  public synchronized void onTrainingBatch(Trainer trainer, TrainingListener.BatchData batchData) {
    if (closed) {
      return;
    }
    RecordingSession session = session(trainer);
    recorded = true;
    current = session;
    hand(scalars, session::scalar);
    session.onTrainingBatch(batchData);
    note(session);
    hand(details, session::detail);
  }

  private static <T> void hand(Map<String, T> values, BiConsumer<String, T> to) {
    synchronized (values) {
      values.forEach(to);
      values.clear();
    }
  }

  private void note(RecordingSession session) {
    if (failure == null) {
      session.failure().ifPresent(e -> failure = e);
    }
  }

  @Override
  public synchronized void onValidationBatch(
      Trainer trainer, TrainingListener.BatchData batchData) {
    if (!closed && sessions.containsKey(trainer)) {
      sessions.get(trainer).onValidationBatch(batchData);
    }
  }

  @Override
  public synchronized void onEpoch(Trainer trainer) {
    if (!closed && sessions.containsKey(trainer)) {
      sessions.get(trainer).onEpoch();
    }
  }

  /** Takes the last frame and ends the recording; DJL calls it when the trainer is closed. */
  @Override
  public synchronized void onTrainingEnd(Trainer trainer) {
    RecordingSession session = sessions.remove(trainer);
    if (session == null || closed) {
      return;
    }
    hand(scalars, session::scalar);
    hand(details, session::detail);
    session.onTrainingEnd();
    note(session);
    if (!session.wasCalled()) {
      sayNeverCalled();
    }
  }

  private void sayNeverCalled() {
    String message =
        "nothing was recorded: onTrainingBatch was never called. A training loop of your own must call"
            + " trainer.notifyListeners(l -> l.onTrainingBatch(trainer, batchData)) after the"
            + " backward pass of each batch and before trainer.step()";
    Announcements.neverCalled(message);
    if (!recorded && failure == null) {
      failure = new IllegalStateException(message);
    }
  }

  /**
   * Keeps a value of your own, such as the learning rate, in a series of that name. It belongs to
   * the next frame that is taken; a frame for which nothing was set has none. Of several values for
   * one frame the last counts.
   *
   * @throws IllegalArgumentException if the name is empty, or that of a series this recorder makes
   */
  public void scalar(String name, double value) {
    if (name.isEmpty() || RecorderOptions.isReserved(name)) {
      throw new IllegalArgumentException("a scalar cannot be called \"" + name + "\"");
    }
    synchronized (scalars) {
      scalars.put(name, (float) value);
    }
  }

  /** Keeps something about the run in the recording, before training begins or while it goes on. */
  public void detail(String key, Object value) {
    synchronized (details) {
      details.put(key, value);
    }
  }

  /**
   * Returns loss and accuracy of the update under way, that is of the latest batch, or of the
   * micro-batches since the last update.
   */
  public BatchMetrics metrics() {
    RecordingSession latest = current;
    return latest == null ? BatchMetrics.NONE : latest.metrics();
  }

  /** Returns what ended the recording before its time, if anything did. */
  public Optional<Exception> failure() {
    Exception known = failure;
    RecordingSession latest = current;
    return known == null && latest != null ? latest.failure() : Optional.ofNullable(known);
  }

  /**
   * Ends the recording where it stands and frees everything. A recording whose training did not
   * come to its end stays marked as incomplete and says so. Does nothing when repeated.
   *
   * @throws IOException if recording failed, or nothing was ever reported to this recorder; what
   *     was committed before is there
   */
  @Override
  public synchronized void close() throws IOException {
    cancel();
    if (!recorded && failure == null) {
      sayNeverCalled();
    }
    Optional<Exception> failed = failure();
    if (failed.isPresent() && !thrown) {
      thrown = true;
      throw failed.get() instanceof IOException e
          ? e
          : new IOException("recording failed: " + failed.get().getMessage(), failed.get());
    }
  }

  /**
   * Ends the recording like {@link #close}, which will still throw what failed. For a training that
   * fails: closing its trainer would take one more frame.
   */
  public synchronized void cancel() {
    closed = true;
    RecordingSession latest = current;
    if (latest != null) {
      hand(details, latest::detail);
    }
    for (RecordingSession session : sessions.values()) {
      session.close();
      note(session);
    }
    sessions.clear();
  }
}
