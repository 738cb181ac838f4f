package dev.zoetrope.capture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Block;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListenerAdapter;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * Records what the layers of a network make of the probes, after every training step.
 *
 * <pre>{@code
 * var recorder = ActivationRecorder.to(Path.of("run.zarr")).probes(images).layers("**}{@code /conv*").build();
 * var config = new DefaultTrainingConfig(loss).addTrainingListeners(recorder);
 * }</pre>
 *
 * <p>Works with {@code EasyTrain.fit} and with any loop that calls the trainer's listeners as it
 * does: {@link #onTrainingBatch} after the backward pass and before {@code trainer.step()}. So the
 * k-th call sees the weights after k − 1 updates and takes the frame of step k − 1; closing the
 * trainer takes the last frame and completes the recording.
 *
 * <p>Training ends in the same weights with a recorder as without. Files are written on a thread of
 * its own. If writing fails, recording stops and training goes on; {@link #failure} tells, and
 * {@link #close} throws. Safe for use by several threads: {@link #close} waits for a frame that is
 * being taken.
 */
public final class ActivationRecorder extends TrainingListenerAdapter implements AutoCloseable {

  private final Path directory;
  private final Probes probes;
  private final List<String> globs;
  private final Watched watched;
  private final LongPredicate steps;
  private final boolean durable;
  private final RunInfo run;
  private final Map<String, Float> scalars = new LinkedHashMap<>();
  private final String releaseId = "zoetrope-" + UUID.randomUUID();
  private volatile FrameTaker taker;
  private RecordingWriter writer;
  private volatile Exception failure;
  private boolean closed;
  private boolean thrown;
  private boolean due;
  private long step;
  private long epoch;
  private long completedEpochs;
  private BatchMetrics metrics = BatchMetrics.NONE;

  private ActivationRecorder(Builder builder) {
    directory = builder.directory;
    probes = builder.probes;
    globs = builder.globs;
    watched =
        new Watched(
            builder.selector,
            builder.precision,
            builder.inputs,
            builder.budget,
            builder.weights,
            builder.gradientNorms,
            builder.updateRatios);
    steps = builder.steps;
    durable = builder.durable;
    run = new RunInfo(builder.name, Instant.now(), builder.plannedFrames, builder.details);
  }

  /** Starts to build a recorder that writes into this directory, which must be empty or absent. */
  public static Builder to(Path directory) {
    return new Builder(directory);
  }

  /**
   * Takes the frame before the update that this batch leads to. The first call opens the recording.
   *
   * @throws IllegalArgumentException on the first call, if the chosen blocks cannot be recorded
   */
  @Override
  public synchronized void onTrainingBatch(Trainer trainer, BatchData batchData) {
    // Before the capture, whose background work would compete with it for the engine's cores.
    BatchMetrics ofThisBatch = BatchMetrics.of(trainer, batchData);
    if (!closed && failure().isEmpty()) {
      if (taker == null) {
        start(trainer);
      }
      take();
    }
    step++;
    epoch = completedEpochs + 1;
    metrics = ofThisBatch;
    if (taker != null && !closed && failure().isEmpty()) {
      due = steps.test(step);
      readGradients();
      releaseAfter(batchData.getBatch());
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
      batch.getManager().attachUncappedInternal(releaseId, taker::release);
    }
  }

  @Override
  public synchronized void onEpoch(Trainer trainer) {
    completedEpochs++;
  }

  /** Takes the last frame and completes the recording; DJL calls it when the trainer is closed. */
  @Override
  public synchronized void onTrainingEnd(Trainer trainer) {
    if (taker != null && !closed && failure().isEmpty()) {
      take();
    }
    finish(true);
  }

  private void start(Trainer trainer) {
    try {
      Block root = trainer.getModel().getBlock();
      globs.forEach(glob -> Blocks.requireMatch(root, glob));
      taker = new FrameTaker(trainer, probes, watched);
      writer = RecordingWriter.create(directory, run, probes, taker.layers(), durable);
      taker.start(writer);
      due = steps.test(0);
    } catch (IOException e) {
      failure = e;
      taker.close(false);
      taker = null;
    } catch (RuntimeException e) {
      closed = true; // the caller hears of it here and now
      if (taker != null) {
        taker.close(false);
      }
      throw e;
    }
  }

  private void take() {
    if (!due) {
      return;
    }
    try {
      taker.take(step, epoch, metrics, scalars);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      failure = new InterruptedIOException("interrupted while waiting for the disk");
    } catch (RuntimeException e) {
      failure = e;
    }
    scalars.clear();
  }

  private void readGradients() {
    if (!due) {
      return;
    }
    try {
      taker.readGradients();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /**
   * Keeps a value of your own, such as the learning rate, in a series of that name. It belongs to
   * the next frame that is taken; a frame for which nothing was set has none. Of several values for
   * one frame the last counts.
   *
   * @throws IllegalArgumentException if the name is empty, or that of a series this recorder makes
   */
  public synchronized void scalar(String name, double value) {
    if (name.isEmpty() || name.equals(Watched.GRADIENT_NORM) || name.equals(Watched.UPDATE_RATIO)) {
      throw new IllegalArgumentException("a scalar cannot be called \"" + name + "\"");
    }
    scalars.put(name, (float) value);
  }

  /** Keeps something about the run in the recording. */
  public synchronized void detail(String key, Object value) {
    if (writer != null) {
      writer.detail(key, value);
    }
  }

  /** Returns loss and accuracy of the latest training batch. */
  public synchronized BatchMetrics metrics() {
    return metrics;
  }

  /** Returns what ended the recording before its time, if anything did. */
  public Optional<Exception> failure() {
    if (failure == null && taker != null) {
      return taker.failure();
    }
    return Optional.ofNullable(failure);
  }

  /**
   * Ends the recording where it stands, detaches the hooks and frees everything. A recording whose
   * training did not come to its end stays marked as incomplete. Does nothing when repeated.
   *
   * @throws IOException if recording failed; what was committed before is there
   */
  @Override
  public synchronized void close() throws IOException {
    finish(false);
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
   * fails: closing its trainer would take one more frame and complete the recording.
   */
  public synchronized void cancel() {
    finish(false);
  }

  private void finish(boolean complete) {
    if (closed) {
      return;
    }
    closed = true;
    if (taker != null) {
      taker.close(complete);
    }
  }

  /** Collects what a recorder needs. Only the probes have no default. */
  public static final class Builder {

    private final Path directory;
    private Probes probes;
    private List<String> globs = List.of();
    private BlockSelector selector = Blocks.leaves().and(Blocks.reachable());
    private Precision precision = Precision.AUTO;
    private LongPredicate steps = step -> true;
    private Function<NDArray, NDList> inputs = images -> new NDList(images);
    private FrameBudget budget = FrameBudget.NONE;
    private BlockSelector weights;
    private boolean gradientNorms;
    private boolean updateRatios;
    private String name = "training run";
    private int plannedFrames;
    private boolean durable;
    private final Map<String, Object> details = new LinkedHashMap<>();

    private Builder(Path directory) {
      this.directory = directory;
    }

    /** Sets the inputs to feed through the network after each step. */
    public Builder probes(Probes inputs) {
      probes = inputs;
      return this;
    }

    /**
     * Sets the inputs to feed through the network after each step.
     *
     * @param images float32, [probe, …shape of one input]; copied
     */
    public Builder probes(NDArray images) {
      long[] shape = images.getShape().getShape();
      long[] labels = new long[Math.toIntExact(shape[0])];
      Arrays.fill(labels, -1);
      List<Integer> ofOne = Arrays.stream(shape).skip(1).mapToObj(Math::toIntExact).toList();
      return probes(new Probes(ofOne, images.toFloatArray(), labels));
    }

    /**
     * Chooses layers by {@linkplain Blocks#glob globs}; the default is every leaf that a hook can
     * reach.
     */
    public Builder layers(String... chosen) {
      globs = List.of(chosen);
      selector = anyOf(chosen);
      return this;
    }

    private static BlockSelector anyOf(String... globs) {
      return Arrays.stream(globs).map(Blocks::glob).reduce(BlockSelector::or).orElse(node -> false);
    }

    /** Chooses layers. */
    public Builder layers(BlockSelector chosen) {
      globs = List.of();
      selector = chosen;
      return this;
    }

    /** Sets how exactly activations are stored; the default is {@link Precision#AUTO}. */
    public Builder precision(Precision chosen) {
      precision = chosen;
      return this;
    }

    /**
     * Says how the network's inputs are made of the probes; without it they are its only input. The
     * function is called in each pass; what it makes is freed after it.
     */
    public Builder inputs(Function<NDArray, NDList> ofProbes) {
      inputs = ofProbes;
      return this;
    }

    /**
     * Keeps the activations of a frame within that many bytes, counted before compression: {@link
     * ReduceBy#CHANNELS} where layers are too large. Small layers stay whole. What is left out
     * stands in each {@linkplain dev.zoetrope.recording.Layer#reduction layer}, and in the log.
     */
    public Builder maxBytesPerFrame(long bytes) {
      return maxBytesPerFrame(bytes, ReduceBy.CHANNELS);
    }

    /**
     * Keeps the activations of a frame within that many bytes, leaving out what {@code by} says.
     */
    public Builder maxBytesPerFrame(long bytes, ReduceBy by) {
      budget = new FrameBudget(bytes, by);
      return this;
    }

    /**
     * Records the weights too, float32, of those recorded layers that these {@linkplain Blocks#glob
     * globs} choose and that have exactly one weight parameter, their own or that of a block
     * inside.
     */
    public Builder weights(String... chosen) {
      weights = anyOf(chosen);
      return this;
    }

    /**
     * Records a series {@code gradient_norm}: for each parameter ‖g‖, the Euclidean norm of the
     * gradient whose update led to the frame. It costs no further pass. The first frame has none.
     */
    public Builder gradientNorms() {
      gradientNorms = true;
      return this;
    }

    /**
     * Records a series {@code update_ratio}: for each parameter ‖w − w₀‖ ÷ ‖w₀‖, where w₀ is what
     * it was at the frame before. The first frame has none, nor has any where w₀ was all zero. It
     * takes a copy of the parameters on the device.
     */
    public Builder updateRatios() {
      updateRatios = true;
      return this;
    }

    /**
     * Chooses the steps to record, counted from 0; the default is all. {@link Schedules} has the
     * usual ones. Each step is asked for once, in order.
     */
    public Builder steps(LongPredicate chosen) {
      steps = chosen;
      return this;
    }

    /** Says how many frames there will be, so that arrays are declared at full length at once. */
    public Builder plannedFrames(int frames) {
      plannedFrames = frames;
      return this;
    }

    /**
     * Chooses whether each commit waits until the disk has it, so that it survives power loss; the
     * default is not to. A process that ends, however it ends, loses no commit either way.
     */
    public Builder durable(boolean chosen) {
      durable = chosen;
      return this;
    }

    /** Sets the name that people will see. */
    public Builder name(String ofRun) {
      name = ofRun;
      return this;
    }

    /** Keeps one thing about the run: a string, number or boolean, or a list of them. */
    public Builder detail(String key, Object value) {
      details.put(key, value);
      return this;
    }

    /**
     * Builds the recorder.
     *
     * @throws IllegalStateException if there are no probes
     */
    public ActivationRecorder build() {
      if (probes == null) {
        throw new IllegalStateException("a recorder needs probes");
      }
      return new ActivationRecorder(this);
    }
  }
}
