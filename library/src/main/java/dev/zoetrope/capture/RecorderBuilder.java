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
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.LongPredicate;

/** Collects what an {@link ActivationRecorder} needs. Only the probes have no default. */
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
  private BlockSelector weights;
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
   * Sets the inputs to feed through the network after each step, of any data type: pixels, token
   * ids, features.
   *
   * @param ofOneInput [probe, …shape of one input]; copied
   */
  public RecorderBuilder probes(NDArray ofOneInput) {
    return probes(new NDList(ofOneInput));
  }

  /**
   * Sets the inputs to feed through a network of several inputs. The recording keeps the first one
   * for people to see.
   *
   * @param ofAllInputs an array for each input, [probe, …shape of one input], all of as many
   *     probes; copied
   */
  public RecorderBuilder probes(NDList ofAllInputs) {
    probes = ProbeInputs.of(ofAllInputs);
    return this;
  }

  /**
   * Takes the first samples of a data set as inputs, and their labels, where these are single
   * numbers, as classes. Draws nothing at random itself; a data set whose transforms do, such as a
   * random crop, draws once for each of them, so that training then begins with other numbers.
   *
   * @throws IllegalArgumentException if the data set has fewer
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
   * Gives labels to a network that runs with labels only, such as DJL's {@code EncoderDecoder}: it
   * is then run through {@code Block.forward(…, data, labels, …)}. Dropout, normalization and all
   * other blocks without children work as in evaluation meanwhile, so no random numbers are drawn
   * and no statistics are updated.
   *
   * @param ofProbes [probe, …]; copied
   */
  public RecorderBuilder labels(NDList ofProbes) {
    labels = ofProbes;
    return this;
  }

  /**
   * Says how the network's inputs are made of the probes' first array; without it the probes are
   * the inputs. The function is called in each pass, also for one probe more; what it makes is
   * freed after it.
   */
  public RecorderBuilder inputs(Function<NDArray, NDList> ofProbes) {
    inputs = ofProbes;
    return this;
  }

  /** Names the classes that the probes' labels stand for, for people to see. */
  public RecorderBuilder classNames(List<String> names) {
    return detail("class_names", List.copyOf(names));
  }

  /** Names the features that the probes consist of, for people to see. */
  public RecorderBuilder featureNames(List<String> names) {
    return detail("feature_names", List.copyOf(names));
  }

  /** Says what the probes read as: a list of tokens for each probe. */
  public RecorderBuilder tokenTexts(List<List<String>> ofProbes) {
    return detail("token_texts", ofProbes.stream().map(List::copyOf).toList());
  }

  /**
   * Chooses layers by {@linkplain BlockSelector#glob globs}, each of which must give some; the
   * default is every block without children. Blocks that cannot be recorded are left out and named.
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

  /** Chooses layers. Blocks that cannot be recorded are left out and named. */
  public RecorderBuilder layers(BlockSelector blocks) {
    globs = List.of();
    selector = blocks;
    chosen = true;
    return this;
  }

  /** Sets how exactly activations are stored; the default is {@link Precision#AUTO}. */
  public RecorderBuilder precision(Precision wanted) {
    precision = wanted;
    return this;
  }

  /**
   * Keeps the activations of a frame within that many bytes, counted before compression: {@link
   * ReduceBy#CHANNELS} where layers are too large. Small layers stay whole. What is left out stands
   * in each {@linkplain dev.zoetrope.recording.Layer#reduction layer}, and in the log.
   */
  public RecorderBuilder maxBytesPerFrame(long bytes) {
    return maxBytesPerFrame(bytes, ReduceBy.CHANNELS);
  }

  /** Keeps the activations of a frame within that many bytes, leaving out what {@code by} says. */
  public RecorderBuilder maxBytesPerFrame(long bytes, ReduceBy by) {
    budget = new FrameBudget(bytes, by);
    return this;
  }

  /**
   * Slows training by no more than a share of its time: measures what recording costs and leaves
   * out frames, fewer where the loss moves. The first and the last frame are always taken. What it
   * did is in the log and in the recording, under {@code overhead}. Frames keep their true steps.
   *
   * @param share of training time: 0.02 for two per cent
   * @throws IllegalArgumentException if it is not above 0 and at most 1
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
   * Records the weights too, float32, of those recorded layers that these {@linkplain
   * BlockSelector#glob globs} choose and that have exactly one weight parameter, their own or that
   * of a block inside.
   */
  public RecorderBuilder weights(String... patterns) {
    weights = anyOf(patterns);
    return this;
  }

  /**
   * Records a series {@code gradient_norm}: for each parameter ‖g‖, the Euclidean norm of the
   * gradient whose update led to the frame. It costs no further pass. The first frame has none.
   */
  public RecorderBuilder gradientNorms() {
    gradientNorms = true;
    return this;
  }

  /**
   * Records a series {@code update_ratio}: for each parameter ‖w − w₀‖ ÷ ‖w₀‖, where w₀ is what it
   * was at the frame before. The first frame has none, nor has any where w₀ was all zero. It takes
   * a copy of the parameters on the device.
   */
  public RecorderBuilder updateRatios() {
    updateRatios = true;
    return this;
  }

  /**
   * Chooses the steps to record, counted from 0; the default is all. {@link Schedules} has the
   * usual ones. Each step is asked for once, in order. An epoch that ends with a validation gets a
   * frame whatever is chosen.
   */
  public RecorderBuilder steps(LongPredicate wanted) {
    steps = wanted;
    return this;
  }

  /** Says how many frames there will be, so that arrays are declared at full length at once. */
  public RecorderBuilder plannedFrames(int frames) {
    plannedFrames = frames;
    return this;
  }

  /**
   * Chooses whether each commit waits until the disk has it, so that it survives power loss; the
   * default is not to. A process that ends, however it ends, loses no commit either way.
   */
  public RecorderBuilder durable(boolean wanted) {
    durable = wanted;
    return this;
  }

  /**
   * Replaces a recording that is there. It stays, under another name, until the new one has its
   * first frame. Anything else than a recording is refused.
   */
  public RecorderBuilder replace() {
    ifThere = Destination.IfThere.REPLACE;
    return this;
  }

  /**
   * Goes on where the recording that is there ended: into the next free folder, {@code run-2.zarr}
   * beside {@code run.zarr}, with step and epoch numbers that go on from the last frame's. The
   * first frame repeats that step, now that training was resumed. What is there is not touched.
   */
  public RecorderBuilder continueIn() {
    ifThere = Destination.IfThere.CONTINUE;
    return this;
  }

  /**
   * Records into the next free folder, {@code run-2.zarr} beside {@code run.zarr}, where something
   * is there.
   */
  public RecorderBuilder numbered() {
    ifThere = Destination.IfThere.NUMBER;
    return this;
  }

  /** Sets the name that people will see. */
  public RecorderBuilder name(String ofRun) {
    name = ofRun;
    return this;
  }

  /** Keeps one thing about the run: a string, number or boolean, or a list of them. */
  public RecorderBuilder detail(String key, Object value) {
    details.put(key, value);
    return this;
  }

  /**
   * Builds the recorder.
   *
   * @throws IllegalStateException if there are no probes; or if something is at the path and
   *     neither {@link #replace}, {@link #continueIn} nor {@link #numbered} was chosen, or it is no
   *     recording
   */
  public ActivationRecorder build() {
    if (probes == null) {
      throw new IllegalStateException("a recorder needs probes");
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
