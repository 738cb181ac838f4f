package dev.zoetrope.capture;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.Trainer;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Feeds the probes through a network and copies what the hooked blocks put out. Native memory of a
 * pass is freed at its end; only the probes themselves stay on the device.
 */
final class ProbePass implements AutoCloseable {

  private interface Sink {
    void accept(String path, String key, NDArray output);
  }

  /** Where a layer's values go: its place among a frame's arrays, and how they get there. */
  private record Target(int index, Shape shape, Reducer reducer) {}

  /** Ends a pass that has everything it was made for. */
  private static final class Complete extends RuntimeException {
    private static final long serialVersionUID = 1;

    Complete() {
      super("nothing more to capture", null, false, false);
    }
  }

  private final Probes probes;
  private final Function<NDArray, NDList> inputs;
  private final HookHandle hooks;
  private final Map<String, Block> blocks;
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, Target> targets = new HashMap<>();
  private volatile Thread passing;
  private Sink sink;
  private NDArray input;
  private Autograd autograd;

  ProbePass(Model model, BlockSelector selector, Probes probes, Function<NDArray, NDList> inputs) {
    this.probes = probes;
    this.inputs = inputs;
    blocks =
        BlockNode.listWithRoot(model.getBlock()).stream()
            .collect(Collectors.toMap(BlockNode::path, BlockNode::block, (a, b) -> a));
    hooks = ForwardHooks.on(model).select(selector).observe(this::observe);
  }

  /**
   * Runs once to see what there is.
   *
   * @return one layer for each output of each call of each hooked block, in the order they ran,
   *     those that are too large for the budget reduced
   * @throws IllegalArgumentException if the network does not take the probes, a hooked block did
   *     not run, or an output has no probe axis
   */
  List<Layer> discover(Trainer trainer, Precision precision, FrameBudget budget) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    Map<String, String> paths = new HashMap<>();
    try {
      run(
          trainer,
          (path, key, output) -> {
            shapes.put(key, output.getShape());
            paths.put(key, path);
          });
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          "the network does not run on the probes, of shape %s; if it takes other inputs, say with inputs(…) how they are made of them: %s"
              .formatted(input.getShape(), e.getMessage()),
          e);
    }
    Set<String> fired = new HashSet<>(paths.values());
    List<String> silent = hooks.paths().stream().filter(path -> !fired.contains(path)).toList();
    if (!silent.isEmpty()) {
      throw new IllegalArgumentException(
          "these blocks did not run when the probes were fed through, or others than their parents"
              + " called them, where no hook is: "
              + String.join(", ", silent));
    }
    List<Layer> whole = new ArrayList<>();
    shapes.forEach((key, shape) -> whole.add(describe(paths.get(key), key, shape, precision)));
    List<Layer> layers = budget.fit(whole, probes.count());
    for (Layer layer : layers) {
      Reducer reducer = layer.reduction().map(Reducer::new).orElse(null);
      targets.put(layer.name(), new Target(targets.size(), shapes.get(layer.name()), reducer));
    }
    return layers;
  }

  private Layer describe(String path, String key, Shape shape, Precision precision) {
    if (shape.dimension() < 2 || shape.get(0) != probes.count()) {
      throw new IllegalArgumentException(
          "the output of %s has shape %s, whose first axis is not that of the %d probes"
              .formatted(key, shape, probes.count()));
    }
    List<Integer> ofOneProbe =
        Arrays.stream(shape.getShape()).skip(1).mapToObj(Math::toIntExact).toList();
    Block block = blocks.get(path);
    return new Layer(key, TypeNames.of(block), ofOneProbe, Bounds.of(block), precision);
  }

  /**
   * Runs as far as the last layer and fills one array a layer, in the order of {@link #discover}.
   */
  void capture(Trainer trainer, List<float[]> activations) {
    Set<String> missing = new HashSet<>(targets.keySet());
    try {
      run(
          trainer,
          (path, key, output) -> {
            copy(key, output, activations);
            missing.remove(key);
            if (missing.isEmpty()) {
              throw new Complete();
            }
          });
    } catch (Complete e) {
      // What comes after the last layer that is recorded need not be computed.
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException("did not run this time: " + String.join(", ", missing));
    }
  }

  private void copy(String key, NDArray output, List<float[]> activations) {
    Target target = targets.get(key);
    if (target == null || !output.getShape().equals(target.shape)) {
      throw new IllegalStateException(
          "the output of %s has shape %s now and had %s at first; a recording keeps the same layers and shapes"
              .formatted(key, output.getShape(), target == null ? "none" : target.shape));
    }
    float[] values = activations.get(target.index);
    NativeCopies.read(
        output,
        target.reducer == null
            ? buffer -> buffer.get(values)
            : buffer -> target.reducer.reduce(buffer, values));
  }

  private void run(Trainer trainer, Sink receiver) {
    calls.clear();
    sink = receiver;
    passing = Thread.currentThread();
    try (NDManager pass = trainer.getManager().newSubManager(trainer.getDevices()[0])) {
      NDArray images = input(trainer);
      images.tempAttach(pass); // so that what is made of them goes with the pass
      autograd.runOff(() -> trainer.evaluate(inputs.apply(images)));
    } finally {
      passing = null;
      sink = null;
    }
  }

  private NDArray input(Trainer trainer) {
    if (input == null) {
      autograd = Autograd.of(trainer.getManager().getEngine());
      List<Long> shape = new ArrayList<>(List.of((long) probes.count()));
      probes.shape().forEach(length -> shape.add((long) length));
      NDManager manager = trainer.getManager().newSubManager(trainer.getDevices()[0]);
      input = manager.create(probes.input(), new Shape(shape));
    }
    return input;
  }

  private void observe(String path, NDList ignored, NDList outputs) {
    if (Thread.currentThread() != passing) {
      return; // a training or evaluation pass
    }
    int call = calls.merge(path, 1, Integer::sum);
    for (int i = 0; i < outputs.size(); i++) {
      String key = path + (call > 1 ? "#" + call : "") + (i > 0 ? ":" + i : "");
      sink.accept(path, key, outputs.get(i));
    }
  }

  @Override
  public void close() {
    hooks.close();
    if (input != null) {
      input.getManager().close();
    }
  }
}
