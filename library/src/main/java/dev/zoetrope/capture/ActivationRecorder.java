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
 * Records the activations that a network computes for a set of probes after every training step.
 *
 * <pre>{@code
 * var recorder = ActivationRecorder.to(Path.of("run.zarr")).probes(images).layers("**}{@code /conv*").build();
 * var config = new DefaultTrainingConfig(loss).addTrainingListeners(recorder);
 * }</pre>
 *
 * <p>Works with {@code EasyTrain.fit} and with any loop that calls the trainer's listeners. A step
 * is an update by the optimizer: if an update is accumulated from several micro-batches, they give
 * one frame, with the mean of their losses. If a loop reports its batches before {@code
 * trainer.step()}, as EasyTrain does, step 0 shows the untrained network; if it reports them
 * afterwards, frames begin with step 1. Closing the trainer takes the last frame and completes the
 * recording.
 *
 * <p>A recorder does not disturb training. Its hooks are attached only while the probes run.
 * Training ends with the same weights as without a recorder, unless the network draws random
 * numbers in evaluation mode too, which is logged. Problems do not end training: what cannot be
 * recorded is left out, and the log and the recording say so. If recording fails altogether, the
 * log says so at once, {@link #failure} returns the cause, and {@link #close} throws it. Only
 * layers chosen by name that cannot be recorded make the first batch fail.
 *
 * <p>The first trainer that reports a batch is recorded at the given path. Further trainers, as in
 * a GAN or a hyperparameter search, get separate recordings beside it: {@code run-2.zarr}, {@code
 * run-3.zarr}, ….
 *
 * <p>Probes run on the thread that reports the batch; files are written on a background thread. A
 * recorder is thread-safe: {@link #close} waits for a frame that is being taken.
 */
public final class ActivationRecorder extends TrainingListenerAdapter implements AutoCloseable {

  private final RecorderOptions options;
  private final Destination destination;
  private final IdentityHashMap<Trainer, RecordingSession> sessions = new IdentityHashMap<>();

  /**
   * Guarded by itself. Never locked while the network runs, since other threads may hold the
   * network's locks.
   */
  private final Map<String, Object> details = new LinkedHashMap<>();

  /** Guarded by itself, like {@link #details}. */
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

  /** Returns a builder of a recorder that writes into this directory. */
  public static RecorderBuilder to(Path directory) {
    return new RecorderBuilder(directory);
  }

  /** Begins to count the trainer's updates; DJL calls this when the trainer is created. */
  @Override
  public synchronized void onTrainingBegin(Trainer trainer) {
    session(trainer);
  }

  private RecordingSession session(Trainer trainer) {
    return sessions.computeIfAbsent(trainer, t -> new RecordingSession(t, options, destination));
  }

  /**
   * Takes a frame if one is due. The first call opens the recording.
   *
   * @throws IllegalArgumentException on the first call, if blocks chosen by name do not exist or
   *     cannot be recorded; nothing has been changed by then
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

  /**
   * Takes the last frame and completes the recording; DJL calls this when the trainer is closed.
   */
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
   * Records a value of your own, such as the learning rate, in a series of this name. It belongs to
   * the next frame; frames without a value get NaN. If several values are set for one frame, the
   * last one is recorded.
   *
   * @throws IllegalArgumentException if the name is empty or that of a series the recorder writes
   *     itself
   */
  public void scalar(String name, double value) {
    if (name.isEmpty() || RecorderOptions.isReserved(name)) {
      throw new IllegalArgumentException("a scalar cannot be called \"" + name + "\"");
    }
    synchronized (scalars) {
      scalars.put(name, (float) value);
    }
  }

  /**
   * Stores a detail about the run in the recording, before or during training.
   *
   * @param value a string, number or boolean, or a list of them
   */
  public void detail(String key, Object value) {
    synchronized (details) {
      details.put(key, value);
    }
  }

  /**
   * Returns loss and accuracy of the current update: of the latest batch, or of the micro-batches
   * since the last update. Both are NaN before the first batch.
   */
  public BatchMetrics metrics() {
    RecordingSession latest = current;
    return latest == null ? BatchMetrics.NONE : latest.metrics();
  }

  /** Returns the exception that ended the recording early, if any. */
  public Optional<Exception> failure() {
    Exception known = failure;
    RecordingSession latest = current;
    return known == null && latest != null ? latest.failure() : Optional.ofNullable(known);
  }

  /**
   * Ends the recording and frees all resources. If training has not ended, the recording stays
   * marked as incomplete. Closing again does nothing.
   *
   * @throws IOException if recording failed, or no batch was ever reported; frames that were
   *     committed before remain
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
   * Ends the recording like {@link #close} but does not throw; a later {@link #close} still throws
   * if recording failed. Call this if training fails, before the trainer is closed, which would
   * take one more frame.
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
