package dev.zoetrope.capture;

import ai.djl.ndarray.NDArray;
import ai.djl.training.Trainer;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.pass.Discovery;
import dev.zoetrope.pass.LayerTarget;
import dev.zoetrope.pass.Network;
import dev.zoetrope.pass.PassInputs;
import dev.zoetrope.pass.ProbePass;
import dev.zoetrope.pass.RunMode;
import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.ParameterInfo;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.WeightPrecision;
import dev.zoetrope.recording.WeightsInfo;
import dev.zoetrope.recording.WriterOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Takes frames of a network: runs it on the probes, reads weights and gradients if requested, and
 * hands everything to the writing thread.
 */
final class FrameTaker {

  private final RecorderOptions options;
  private static final String OTHER_INPUTS =
      "if it takes other inputs, say with inputs(…) how they are made of them, and if it needs"
          + " labels, give them with labels(…)";
  private static final String CAME_LATER =
      "it appeared by step %s, and a recording keeps the layers it began with";

  private final ProbePass pass;

  /** Null if no weights are kept. */
  private final ParameterCopies weights;

  private final WeightsPolicy policy;
  private final int parameterValues;
  private final ChosenSteps weightSteps;
  private final ParameterWatch parameters;
  private final Map<String, LayerTarget> targets = new LinkedHashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final List<LeftOut> leftOut;
  private final List<String> varying;
  private final Set<String> named = new HashSet<>();
  private final Set<String> lost = new HashSet<>();
  private final List<LeftOut> news = new ArrayList<>();
  private final BackgroundWriter background;
  private boolean started;
  private float[] gradientNorms;

  /**
   * Runs the network on the probes to find its layers, and allocates memory for them.
   *
   * @throws RefusedException if layers chosen by name cannot be recorded
   * @throws IllegalStateException if nothing can be recorded
   */
  FrameTaker(Trainer trainer, RecorderOptions options) {
    this.options = options;
    ProbeInputs probes = options.probes();
    Network network = TrainedParameters.network(trainer);
    PassInputs inputs = probes.to(network.newManager());
    pass = new ProbePass(network, options.layers(), inputs);
    try {
      Discovery discovery = new Discovery(pass, inputs, OTHER_INPUTS);
      List<Layer> found = discovery.layers(options.precision());
      leftOut = new ArrayList<>(discovery.leftOut());
      varying = discovery.varying();
      requireChosen(found);
      found.forEach(layer -> named.add(layer.name()));
      leftOut.forEach(left -> named.add(left.layer()));
      ParameterCopies copies = new ParameterCopies(trainer);
      parameterValues = copies.described().stream().mapToInt(ParameterInfo::values).sum();
      int values = parameterValues;
      policy =
          values == 0
              ? new WeightsPolicy(WeightPrecision.NONE, Optional.empty())
              : options.weights().settled(values);
      weights = policy.precision() == WeightPrecision.NONE ? null : copies;
      weightSteps = new ChosenSteps(policy.steps().orElse(step -> false));
      requireWeights(values);
      if (weights != null) {
        leftOut.addAll(copies.leftOut());
      }
      FrameMemory memory =
          new FrameMemory(
              probes.count(), weights == null ? 0 : BackgroundWriter.WEIGHT_BUFFERS * values);
      List<Layer> layers = memory.fit(options.budget().fit(found, probes.count()));
      for (LayerTarget target : discovery.targets(layers)) {
        places.put(target.layer().name(), targets.size());
        targets.put(target.layer().name(), target);
      }
      parameters =
          options.gradientNorms() || options.updateRatios() ? new ParameterWatch(trainer) : null;
      background =
          new BackgroundWriter(
              options.deferred() ? List.of() : lengths(layers),
              weights == null ? 0 : values,
              Math.max(1, memory.buffers(layers)));
    } catch (RuntimeException | Error e) {
      pass.close();
      throw e;
    }
  }

  private void requireWeights(int values) {
    if (options.deferred() && weights == null) {
      throw new IllegalStateException(
          values == 0
              ? "the network has no parameters that can be kept, so recording it cannot be deferred"
              : "recording is deferred, and weights are not kept; choose steps with weights(precision, steps)");
    }
  }

  private void requireChosen(List<Layer> found) {
    Map<String, BlockNode> nodes = pass.nodes();
    for (String glob : options.globs()) {
      BlockSelector selector = BlockSelector.glob(glob);
      if (found.stream().noneMatch(layer -> matches(selector, nodes, layer.name()))) {
        throw new RefusedException(
            "nothing that \"%s\" chooses can be recorded: %s"
                .formatted(glob, reasons(left -> matches(selector, nodes, left.layer()))));
      }
    }
    if (found.isEmpty()) {
      String message = "nothing can be recorded: " + reasons(left -> true);
      throw options.chosen() ? new RefusedException(message) : new IllegalStateException(message);
    }
  }

  private static boolean matches(
      BlockSelector selector, Map<String, BlockNode> nodes, String layer) {
    BlockNode node = nodes.get(path(layer));
    return node != null && selector.selects(node);
  }

  private String reasons(java.util.function.Predicate<LeftOut> which) {
    List<String> reasons =
        leftOut.stream().filter(which).map(left -> left.layer() + ", " + left.reason()).toList();
    return reasons.isEmpty() ? "no block is chosen" : String.join("; ", reasons);
  }

  /** Returns the block's path, with which a layer's name begins. */
  private static String path(String layer) {
    return layer.replaceFirst("(#\\d+)?(:\\d+)?$", "");
  }

  private List<Integer> lengths(List<Layer> layers) {
    List<Integer> lengths = new ArrayList<>();
    layers.forEach(
        layer -> lengths.add(Math.multiplyExact(options.probes().count(), layer.valuesPerProbe())));
    return lengths;
  }

  /** Returns the layers to record. */
  List<Layer> layers() {
    return targets.values().stream().map(LayerTarget::layer).toList();
  }

  /** Returns what a writer is to write besides activations. */
  WriterOptions writerOptions() {
    WriterOptions written = WriterOptions.DEFAULT.durable(options.durable());
    if (weights != null) {
      written = written.weights(new WeightsInfo(policy.precision(), weights.described()));
    }
    return options.deferred() ? written.deferring() : written;
  }

  /** Says how weights are kept, where that is not what was asked for. */
  Optional<String> remarkOnWeights() {
    return options.weights().remark(parameterValues);
  }

  /** Returns the schedule of the weights. */
  ChosenSteps weightSteps() {
    return weightSteps;
  }

  /** Returns whether weights are kept at some steps. */
  boolean keepsWeights() {
    return weights != null;
  }

  /** Returns what is not recorded, and why. */
  List<LeftOut> leftOut() {
    return leftOut;
  }

  /** Returns the layers whose output differs between two runs on the same probes. */
  List<String> varying() {
    return varying;
  }

  /** Returns how the network is run. */
  RunMode mode() {
    return pass.mode();
  }

  /** Starts writing. The writer is closed with this object, or at once if starting fails. */
  void start(RecordingWriter writer, Runnable afterFirstCommit) throws IOException {
    try {
      if (options.gradientNorms()) {
        writer.beginSeries(RecorderOptions.GRADIENT_NORM, parameters.names());
      }
      if (options.updateRatios()) {
        writer.beginSeries(RecorderOptions.UPDATE_RATIO, parameters.names());
      }
    } catch (IOException | RuntimeException e) {
      writer.close();
      throw e;
    }
    background.start(writer, afterFirstCommit);
    started = true;
  }

  /** Reads the gradients of the update that leads to the next frame, if requested. */
  void readGradients() {
    gradientNorms = options.gradientNorms() ? parameters.gradientNorms() : null;
  }

  /**
   * Takes a frame, waiting if the disk is behind.
   *
   * @param takesWeights whether the frame gets the weights too
   * @return the layers that may have no values from now on, and why
   */
  List<LeftOut> take(
      long step, long epoch, BatchMetrics metrics, Map<String, Float> scalars, boolean takesWeights)
      throws InterruptedException {
    news.clear();
    List<float[]> activations = background.buffers();
    Optional<float[]> ofWeights =
        takesWeights ? Optional.of(background.weightsBuffer()) : Optional.empty();
    if (!options.deferred()) {
      capture(step, activations);
    }
    ofWeights.ifPresent(values -> copyWeights(step, values));
    Map<String, float[]> series = new HashMap<>();
    scalars.forEach((name, value) -> series.put(name, new float[] {value}));
    if (gradientNorms != null) {
      series.put(RecorderOptions.GRADIENT_NORM, gradientNorms);
      gradientNorms = null;
    }
    if (options.updateRatios()) {
      series.put(RecorderOptions.UPDATE_RATIO, parameters.updateRatios());
    }
    background.submit(
        new Frame(step, epoch, metrics.loss(), metrics.accuracy(), activations, ofWeights, series));
    news.forEach(lost -> background.tell(to -> to.leaveOut(lost)));
    return List.copyOf(news);
  }

  /** Fills one array per layer; a layer without a value at this step gets NaN. */
  private void capture(long step, List<float[]> activations) {
    if (pass.look()) {
      pass.paths().stream()
          .filter(named::add)
          .forEach(path -> news.add(new LeftOut(path, CAME_LATER.formatted(step))));
    }
    Set<String> missing = new HashSet<>(targets.keySet());
    pass.run(
        (path, name, output) -> {
          LayerTarget target = targets.get(name);
          if (target != null) {
            read(target, output, activations.get(places.get(name)), step);
            missing.remove(name);
          } else if (named.add(name)) {
            news.add(new LeftOut(name, CAME_LATER.formatted(step)));
          }
          return missing.isEmpty();
        });
    for (String name : missing) {
      Arrays.fill(activations.get(places.get(name)), Float.NaN);
      lose(name, step, "it did not run");
    }
  }

  private void copyWeights(long step, float[] into) {
    for (String name : weights.copy(into)) {
      lose(
          name,
          step,
          "the network has no such parameter any more, or one of another shape, so its weights are"
              + " kept as NaN");
    }
  }

  private void read(LayerTarget target, NDArray output, float[] into, long step) {
    String name = target.layer().name();
    if (!output.getShape().equals(target.shape())) {
      Arrays.fill(into, Float.NaN);
      lose(
          name,
          step,
          "its output has shape %s there but had %s at first; a recording keeps one shape per layer"
              .formatted(output.getShape(), target.shape()));
      return;
    }
    try {
      target.copy(output, into);
    } catch (RuntimeException e) {
      Arrays.fill(into, Float.NaN);
      lose(name, step, "its output could not be read: " + e.getMessage());
    }
  }

  private void lose(String name, long step, String reason) {
    if (lost.add(name)) {
      news.add(
          new LeftOut(name, "no values at step %s and perhaps later: %s".formatted(step, reason)));
    }
  }

  /** Runs an action on the writer, on the writing thread. */
  void tell(Consumer<RecordingWriter> news) {
    background.tell(news);
  }

  /** Allows the latest frame to be written. */
  void release() {
    background.release();
  }

  /** Returns the processor time of writing so far, in nanoseconds. */
  long writingNanos() {
    return background.cpuNanos();
  }

  /** Returns the exception that ended writing, if any. */
  Optional<Exception> failure() {
    return background.failure();
  }

  /** Writes the queued frames, tells the writer how the run ended, and frees everything. */
  void close(Consumer<RecordingWriter> ending) {
    if (started) {
      background.close(ending);
    }
    pass.close();
    if (parameters != null) {
      parameters.close();
    }
  }
}
