package dev.zoetrope.capture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.translate.TranslateException;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.WeightPrecision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.LongPredicate;

/**
 * Collects the options of an {@link ActivationRecorder}. Only the probes are required. Not
 * thread-safe.
 *
 * <pre>{@code
 * ActivationRecorder recorder =
 *     ActivationRecorder.to(Path.of("run.zarr"))
 *         .probes(images)
 *         .layers("conv*")
 *         .steps(Schedules.every(10))
 *         .replace()
 *         .build();
 * }</pre>
 */
public final class RecorderBuilder {

  private final Path directory;
  private ProbeInputs probes;
  private NDList labels;
  private Function<NDArray, NDList> inputs;
  private List<String> globs = List.of();
  private BlockSelector selector = BlockSelector.leaves();
  private boolean chosen;
  private Precision precision = Precision.AUTO;
  private LongPredicate steps = step -> true;
  private FrameBudget budget = FrameBudget.NONE;
  private OptionalDouble maxOverhead = OptionalDouble.empty();
  private WeightsPolicy weights = WeightsPolicy.USUAL;
  private Optional<Progress> developing = Optional.empty();
  private boolean gradientNorms;
  private boolean updateRatios;
  private String name = "training run";
  private int plannedFrames;
  private boolean durable;
  private Destination.IfThere ifThere = Destination.IfThere.REFUSE;
  private final Map<String, Object> details = new LinkedHashMap<>();

  RecorderBuilder(Path directory) {
    this.directory = directory;
  }

  /** Sets the inputs to feed through the network after each step. */
  public RecorderBuilder probes(Probes ofNumbers) {
    probes = ProbeInputs.of(ofNumbers);
    return this;
  }

  /**
   * Sets the inputs to feed through the network after each step. Any data type will do: pixels,
   * token ids, features.
   *
   * @param ofOneInput [probe, …shape of one input]; copied before this method returns
   */
  public RecorderBuilder probes(NDArray ofOneInput) {
    return probes(new NDList(ofOneInput));
  }

  /**
   * Sets the inputs of a network that takes several. The recording stores the first of them, for
   * display.
   *
   * @param ofAllInputs one array per input, [probe, …shape of one input], all with the same number
   *     of probes; copied before this method returns
   */
  public RecorderBuilder probes(NDList ofAllInputs) {
    probes = ProbeInputs.of(ofAllInputs);
    return this;
  }

  /**
   * Uses the first samples of a data set as inputs and their labels, if these are single numbers,
   * as classes. If the data set's transforms draw random numbers, as a random crop does, they draw
   * once for each of these samples, so training starts with different random numbers.
   *
   * @throws IllegalArgumentException if the data set has fewer samples, or {@code count} is below 1
   */
  public RecorderBuilder probes(RandomAccessDataset data, int count)
      throws IOException, TranslateException {
    data.prepare();
    if (count < 1 || count > data.size()) {
      throw new IllegalArgumentException(
          "%s probes of a data set of %s samples".formatted(count, data.size()));
    }
    try (NDManager manager = NDManager.newBaseManager()) {
      NDList[] samples = new NDList[count];
      long[] classes = new long[count];
      for (int i = 0; i < count; i++) {
        Record sample = data.get(manager, i);
        samples[i] = sample.getData();
        NDList label = sample.getLabels();
        boolean isClass = label != null && label.size() == 1 && label.head().size() == 1;
        classes[i] = isClass ? label.head().toType(DataType.INT64, false).flatten().getLong(0) : -1;
      }
      NDList stacked = new NDList();
      for (int input = 0; input < samples[0].size(); input++) {
        int index = input;
        stacked.add(
            ai.djl.ndarray.NDArrays.stack(
                new NDList(Arrays.stream(samples).map(sample -> sample.get(index)).toList())));
      }
      probes = ProbeInputs.of(stacked).withClasses(classes);
    }
    return this;
  }

  /**
   * Sets labels for a network that cannot run without them, such as DJL's {@code EncoderDecoder}.
   * It is then run with {@code Block.forward(…, data, labels, …)}. Meanwhile, dropout,
   * normalization and all other blocks without children work as in evaluation, so no random numbers
   * are drawn and no statistics are updated.
   *
   * @param ofProbes one array per label input, [probe, …]; copied when {@link #build} is called
   */
  public RecorderBuilder labels(NDList ofProbes) {
    labels = ofProbes;
    return this;
  }

  /**
   * Sets how to make the network's inputs from the probes' first array; without it, the probes are
   * the inputs. The function is called in each pass, sometimes with one extra probe; the arrays it
   * makes are freed after the pass.
   */
  public RecorderBuilder inputs(Function<NDArray, NDList> ofProbes) {
    inputs = ofProbes;
    return this;
  }

  /** Sets the names of the classes, in the order of the labels, for display. */
  public RecorderBuilder classNames(List<String> names) {
    return detail("class_names", List.copyOf(names));
  }

  /** Sets the names of the probes' features, for display. */
  public RecorderBuilder featureNames(List<String> names) {
    return detail("feature_names", List.copyOf(names));
  }

  /** Sets the probes' text for display: one list of tokens per probe. */
  public RecorderBuilder tokenTexts(List<List<String>> ofProbes) {
    return detail("token_texts", ofProbes.stream().map(List::copyOf).toList());
  }

  /**
   * Chooses layers by {@linkplain BlockSelector#glob globs}, each of which must match a block that
   * can be recorded; the default is every block without children. Blocks that cannot be recorded
   * are left out, and the log names them.
   */
  public RecorderBuilder layers(String... patterns) {
    globs = List.of(patterns);
    selector = anyOf(patterns);
    chosen = true;
    return this;
  }

  private static BlockSelector anyOf(String... patterns) {
    return Arrays.stream(patterns)
        .map(BlockSelector::glob)
        .reduce(BlockSelector::or)
        .orElse(node -> false);
  }

  /**
   * Chooses layers by a selector. Blocks that cannot be recorded are left out, and the log names
   * them.
   */
  public RecorderBuilder layers(BlockSelector blocks) {
    globs = List.of();
    selector = blocks;
    chosen = true;
    return this;
  }

  /** Sets the precision of stored activations; the default is {@link Precision#AUTO}. */
  public RecorderBuilder precision(Precision wanted) {
    precision = wanted;
    return this;
  }

  /**
   * Limits the activations of a frame to this many bytes, counted before compression. Layers that
   * are too large are reduced {@linkplain ReduceBy#CHANNELS by channels}; small ones stay whole.
   * Each {@linkplain dev.zoetrope.recording.Layer#reduction layer} and the log say what was left
   * out.
   */
  public RecorderBuilder maxBytesPerFrame(long bytes) {
    return maxBytesPerFrame(bytes, ReduceBy.CHANNELS);
  }

  /**
   * Limits the activations of a frame to this many bytes, counted before compression, reducing
   * large layers as {@code by} says.
   */
  public RecorderBuilder maxBytesPerFrame(long bytes, ReduceBy by) {
    budget = new FrameBudget(bytes, by);
    return this;
  }

  /**
   * Limits how much recording slows training: measures its cost and leaves out frames, fewer while
   * the loss changes. The first and the last frame are always taken, and frames keep their step
   * numbers. The log and the detail {@code overhead} of the recording say how much time was used.
   *
   * @param share share of training time: 0.02 for 2 %
   * @throws IllegalArgumentException if the share is not above 0 and at most 1
   */
  public RecorderBuilder maxOverhead(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "maxOverhead %s: a share of training time, above 0 and at most 1".formatted(share));
    }
    maxOverhead = OptionalDouble.of(share);
    return this;
  }

  /**
   * Sets how the weights of the whole network are kept; the default is {@link
   * WeightPrecision#COMPACT}. From them, the activations for any other input can be computed later.
   * They are kept with every frame if the network has up to a million parameters. Of larger
   * networks, they are kept at {@linkplain Schedules#logarithmic ten steps of each power of ten},
   * and above a hundred million not at all, unless {@link #weights(WeightPrecision, LongPredicate)}
   * says otherwise.
   */
  public RecorderBuilder weights(WeightPrecision precision) {
    weights = new WeightsPolicy(precision, Optional.empty());
    return this;
  }

  /**
   * Sets how the weights of the whole network are kept, and at which steps. They are kept in the
   * first frame, in the last one, and in the first frame at or after each chosen step.
   */
  public RecorderBuilder weights(WeightPrecision precision, LongPredicate wanted) {
    weights = new WeightsPolicy(precision, Optional.of(wanted));
    return this;
  }

  /**
   * Records weights alone while the network trains, which disturbs training least. When training
   * ends, the activations of the probes are computed from them; if the program ends before that,
   * {@code zoetrope develop} does the same later.
   */
  public RecorderBuilder deferred() {
    return deferred(Progress.NONE);
  }

  /**
   * Records weights alone while the network trains, as {@link #deferred()} does.
   *
   * @param progress is told, on the training thread, of the frames that are done; if it stops the
   *     task, the rest is left for {@code zoetrope develop}
   */
  public RecorderBuilder deferred(Progress progress) {
    developing = Optional.of(progress);
    return this;
  }

  /**
   * Records a series {@code gradient_norm}: for each parameter ‖g‖, the Euclidean norm of the
   * gradient whose update led to the frame. It needs no extra pass. The first frame has NaN.
   */
  public RecorderBuilder gradientNorms() {
    gradientNorms = true;
    return this;
  }

  /**
   * Records a series {@code update_ratio}: for each parameter ‖w − w₀‖ ÷ ‖w₀‖, where w₀ is its
   * value at the previous frame. It is NaN in the first frame and where w₀ was all zeros. Keeps a
   * copy of the parameters on the device.
   */
  public RecorderBuilder updateRatios() {
    updateRatios = true;
    return this;
  }

  /**
   * Chooses the steps to record, counted from 0; the default is all. {@link Schedules} has common
   * choices. The predicate is called once for each step, in order. An epoch that ends with a
   * validation always gets a frame.
   */
  public RecorderBuilder steps(LongPredicate wanted) {
    steps = wanted;
    return this;
  }

  /**
   * Sets the expected number of frames, so that arrays have their full length from the beginning.
   */
  public RecorderBuilder plannedFrames(int frames) {
    plannedFrames = frames;
    return this;
  }

  /**
   * Chooses whether each commit waits until the disk has written it, so that it survives a power
   * failure; the default is false. A crash of the process loses no commit either way.
   */
  public RecorderBuilder durable(boolean wanted) {
    durable = wanted;
    return this;
  }

  /**
   * Replaces an existing recording. It is kept under another name until the new one has its first
   * frame. Anything that is not a recording is never replaced.
   */
  public RecorderBuilder replace() {
    ifThere = Destination.IfThere.REPLACE;
    return this;
  }

  /**
   * Continues where the existing recording ended: records into the next free folder, {@code
   * run-2.zarr} beside {@code run.zarr}, with step and epoch numbers that continue from the last
   * frame's. The first frame repeats that step, after training has resumed. The existing recording
   * is not changed.
   */
  public RecorderBuilder continueIn() {
    ifThere = Destination.IfThere.CONTINUE;
    return this;
  }

  /**
   * Records into the next free folder, {@code run-2.zarr} beside {@code run.zarr}, if something
   * exists at the path.
   */
  public RecorderBuilder numbered() {
    ifThere = Destination.IfThere.NUMBER;
    return this;
  }

  /** Sets the run's name, for display. */
  public RecorderBuilder name(String ofRun) {
    name = ofRun;
    return this;
  }

  /** Stores a detail about the run: a string, number or boolean, or a list of them. */
  public RecorderBuilder detail(String key, Object value) {
    details.put(key, value);
    return this;
  }

  /**
   * Builds the recorder.
   *
   * @throws IllegalStateException if no probes were set; if something exists at the path and none
   *     of {@link #replace}, {@link #continueIn} and {@link #numbered} was called; if it is not a
   *     recording; or if it is deferred and keeps no weights
   */
  public ActivationRecorder build() {
    if (probes == null) {
      throw new IllegalStateException("a recorder needs probes");
    }
    if (developing.isPresent() && weights.precision() == WeightPrecision.NONE) {
      throw new IllegalStateException(
          "a deferred recording computes activations from weights; leave out weights(NONE)");
    }
    ProbeInputs all = inputs == null ? probes : probes.withTransform(inputs);
    RecorderOptions options =
        new RecorderOptions(
            labels == null ? all : all.withLabels(labels),
            globs,
            selector,
            chosen,
            precision,
            budget,
            weights,
            developing,
            gradientNorms,
            updateRatios,
            steps,
            maxOverhead,
            name,
            plannedFrames,
            durable,
            details);
    return new ActivationRecorder(options, Destination.of(directory, ifThere));
  }
}
