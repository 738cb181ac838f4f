package dev.zoetrope.capture;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.Trainer;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Feeds the probes through a network and copies what the hooked blocks put out. Native memory of a
 * pass is freed at its end; only the probes themselves stay on the device.
 */
final class ProbePass implements AutoCloseable {

  private interface Sink {
    void accept(String path, String key, NDArray output);
  }

  /** Ends a pass that has everything it was made for. */
  private static final class Complete extends RuntimeException {
    private static final long serialVersionUID = 1;

    Complete() {
      super("nothing more to capture", null, false, false);
    }
  }

  private final Probes probes;
  private final HookHandle hooks;
  private final Map<String, Block> blocks;
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<String, Integer> slots = new HashMap<>();
  private volatile Thread passing;
  private Sink sink;
  private NDArray input;
  private Autograd autograd;

  ProbePass(Model model, BlockSelector selector, Probes probes) {
    this.probes = probes;
    blocks =
        BlockNode.listWithRoot(model.getBlock()).stream()
            .collect(Collectors.toMap(BlockNode::path, BlockNode::block, (a, b) -> a));
    hooks = ForwardHooks.on(model).select(selector).observe(this::observe);
  }

  /**
   * Runs once to see what there is.
   *
   * @return one layer for each output of each call of each hooked block, in the order they ran
   * @throws IllegalArgumentException if a hooked block did not run, or an output has no probe axis
   */
  List<Layer> discover(Trainer trainer, Precision precision) {
    Map<String, Layer> layers = new LinkedHashMap<>();
    Set<String> fired = new HashSet<>();
    run(
        trainer,
        (path, key, output) -> {
          fired.add(path);
          slots.put(key, layers.size());
          layers.put(key, describe(path, key, output.getShape(), precision));
        });
    List<String> silent = hooks.paths().stream().filter(path -> !fired.contains(path)).toList();
    if (!silent.isEmpty()) {
      throw new IllegalArgumentException(
          "these blocks did not run when the probes were fed through, or others than their parents"
              + " called them, where no hook is: "
              + String.join(", ", silent));
    }
    return List.copyOf(layers.values());
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
    Set<String> missing = new HashSet<>(slots.keySet());
    try {
      run(
          trainer,
          (path, key, output) -> {
            copy(output, activations.get(slots.get(key)));
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

  private void run(Trainer trainer, Sink receiver) {
    calls.clear();
    sink = receiver;
    passing = Thread.currentThread();
    try (NDManager pass = trainer.getManager().newSubManager(trainer.getDevices()[0])) {
      NDList inputs = new NDList(input(trainer));
      inputs.tempAttach(pass);
      autograd.runOff(() -> trainer.evaluate(inputs));
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

  private void observe(String path, NDList inputs, NDList outputs) {
    if (Thread.currentThread() != passing) {
      return; // a training or evaluation pass
    }
    int call = calls.merge(path, 1, Integer::sum);
    for (int i = 0; i < outputs.size(); i++) {
      String key = path + (call > 1 ? "#" + call : "") + (i > 0 ? ":" + i : "");
      sink.accept(path, key, outputs.get(i));
    }
  }

  private static void copy(NDArray output, float[] into) {
    if (output.getDataType() == DataType.FLOAT32) {
      // Shares the array's memory, which outlives this line.
      output.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer().get(into);
      return;
    }
    try (NDArray converted = output.toType(DataType.FLOAT32, true)) {
      copy(converted, into);
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
