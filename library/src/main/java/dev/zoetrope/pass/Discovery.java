package dev.zoetrope.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.Precision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Finds the layers that can be recorded, by four passes: two identical ones, to see whether the
 * network draws random numbers; one without hooks, to see whether hooks change its outputs; and one
 * with an extra probe, to find the probe axis.
 */
public final class Discovery {

  private static final float LARGEST_WHOLE = 0x1p24f;

  /** What a pass finds out about one output. */
  private record Output(String path, Shape shape, long checksum, float largest) {}

  private final ProbePass pass;
  private final PassInputs inputs;
  private final String advice;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<String> varying = new ArrayList<>();
  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, String> paths = new HashMap<>();
  private final Map<String, Integer> axes = new HashMap<>();
  private boolean isFirst = true;
  private boolean isOneMore;
  private boolean varies;
  private long outcome;

  /**
   * Prepares to find the layers that a pass on these inputs shows.
   *
   * @param advice what to do if the network does not run on them
   */
  public Discovery(ProbePass pass, PassInputs inputs, String advice) {
    this.pass = pass;
    this.inputs = inputs;
    this.advice = advice;
  }

  /**
   * Runs the passes.
   *
   * @return one layer for each output of each call of each block, in the order they ran
   * @throws IllegalStateException if the network cannot run on the probes
   */
  public List<Layer> layers(Precision precision) {
    leftOut.addAll(pass.unreachable());
    Map<String, Output> first = undisturbed(firstOutputs());
    isFirst = false;
    Map<String, Output> second = new HashMap<>();
    varies |= pass.outcome((path, name, output) -> see(path, name, output, second)) != outcome;
    isOneMore = true;
    Map<String, Output> more = outputsOfOneMore();
    Map<String, BlockNode> nodes = pass.nodes();
    List<Layer> layers = new ArrayList<>();
    first.forEach(
        (name, output) -> {
          Output again = second.get(name);
          if (again == null || again.checksum != output.checksum) {
            varying.add(name);
          }
          Shape moreShape = more == null ? null : shapeOf(more.get(name));
          if (more != null && moreShape == null) {
            leftOut.add(new LeftOut(name, "it ran for some probes and not for one more"));
          } else {
            describe(name, output, moreShape, nodes.get(output.path), precision, layers);
          }
        });
    nameSilentBlocks(first, nodes);
    if (varies && varying.isEmpty()) {
      varying.add(BlockNode.ROOT);
    }
    return layers;
  }

  private static Shape shapeOf(Output output) {
    return output == null ? null : output.shape;
  }

  private Map<String, Output> firstOutputs() {
    try {
      return outputs();
    } catch (RuntimeException | AssertionError e) {
      if (pass.mode() == RunMode.EVALUATION) {
        try {
          return runsBare() ? outputsWithoutDisturbance() : outputsInTraining();
        } catch (RuntimeException | AssertionError again) {
          e.addSuppressed(again);
        }
      }
      throw new IllegalStateException(
          "the network does not run on the probes, of shape %s; %s: %s"
              .formatted(inputs.shapes(), advice, e.getMessage()),
          e);
    }
  }

  private Map<String, Output> outputs() {
    Map<String, Output> outputs = new LinkedHashMap<>();
    outcome = pass.outcome((path, name, output) -> see(path, name, output, outputs));
    return outputs;
  }

  private Map<String, Output> outputsInTraining() {
    pass.train();
    leftOut.removeIf(left -> !pass.unreachable().contains(left));
    return outputs();
  }

  private boolean runsBare() {
    try {
      pass.bareOutcome();
      return true;
    } catch (RuntimeException | AssertionError e) {
      return false;
    }
  }

  /** Compares the outputs with a pass without hooks, since hooks must not change them. */
  private Map<String, Output> undisturbed(Map<String, Output> outputs) {
    if (pass.mode() != RunMode.EVALUATION) {
      return outputs; // without hooks, this would be training
    }
    long bare = pass.bareOutcome();
    if (bare == outcome) {
      return outputs;
    }
    if (bare != pass.bareOutcome()) {
      varies = true;
      return outputs;
    }
    return outputsWithoutDisturbance();
  }

  private Map<String, Output> outputsWithoutDisturbance() {
    long bare = pass.bareOutcome();
    for (String path : pass.leaveAloneWhereHooksDisturb(bare)) {
      leave(
          path,
          "it is left alone, since the network computes something else while a hook stands in its"
              + " place, for example because its parent asks for its class or finds it in a map");
    }
    Map<String, Output> outputs = outputs();
    if (outcome != bare) {
      throw new IllegalStateException("hooks change what the network computes");
    }
    return outputs;
  }

  private Map<String, Output> outputsOfOneMore() {
    Map<String, Output> outputs = new HashMap<>();
    try {
      pass.runOnOneMore((path, name, output) -> see(path, name, output, outputs));
      return outputs;
    } catch (RuntimeException | AssertionError e) {
      return null; // it takes this number only
    }
  }

  private boolean see(String path, String name, NDArray output, Map<String, Output> outputs) {
    if (output.getDataType() == DataType.COMPLEX64) {
      leave(name, "it holds complex numbers");
      return false;
    }
    try {
      float[] largest = {0};
      if (isFirst) {
        NativeCopies.read(output, values -> largest[0] = Magnitudes.largest(values));
        if (output.getDataType().isInteger() && largest[0] >= LARGEST_WHOLE) {
          leave(name, "recorded, but rounded: float32 does not hold all whole numbers above 2^24");
        }
      }
      long checksum = isOneMore ? 0 : NativeCopies.checksum(output);
      outputs.put(name, new Output(path, output.getShape(), checksum, largest[0]));
    } catch (RuntimeException e) {
      leave(name, "its output cannot be read: " + e.getMessage());
    }
    return false;
  }

  private void leave(String name, String reason) {
    LeftOut left = new LeftOut(name, reason);
    if (!leftOut.contains(left)) {
      leftOut.add(left);
    }
  }

  private void describe(
      String name,
      Output output,
      Shape more,
      BlockNode node,
      Precision precision,
      List<Layer> layers) {
    ProbeAxis axis = ProbeAxis.of(output.shape, more, inputs.count());
    if (axis.obstacle() != null) {
      leave(name, axis.obstacle());
      return;
    }
    if (output.shape.size() == 0) {
      leave(name, "it is empty: its shape is " + output.shape);
      return;
    }
    if (axis.guessed()) {
      leave(
          name,
          "recorded, but its axis of probes is a guess, the first of that length: the network does"
              + " not run on another number of probes, and its shape is "
              + output.shape);
    }
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < output.shape.dimension(); i++) {
      if (i != axis.axis()) {
        shape.add(Math.toIntExact(output.shape.get(i)));
      }
    }
    if (shape.isEmpty()) {
      shape.add(1); // a number a probe
    }
    axes.put(name, axis.axis());
    shapes.put(name, output.shape);
    paths.put(name, output.path);
    OptionalDouble bound = Bounds.of(node.block());
    Precision stored = Magnitudes.precision(precision, bound, output.largest);
    if (precision == Precision.INT8 && stored != Precision.INT8) {
      leave(
          name,
          "recorded, but as "
              + stored.name().toLowerCase(Locale.ROOT)
              + ": int8 is for outputs with a known bound, as tanh, sigmoid, softsign and ReLU6"
              + " have");
    }
    layers.add(new Layer(name, node.typeName(), shape, bound, stored));
  }

  private void nameSilentBlocks(Map<String, Output> outputs, Map<String, BlockNode> nodes) {
    Set<String> named = new HashSet<>();
    IdentityHashMap<Block, String> fired = new IdentityHashMap<>();
    outputs.values().forEach(output -> named.add(output.path));
    named.forEach(path -> fired.putIfAbsent(nodes.get(path).block(), path));
    leftOut.forEach(left -> named.add(left.layer()));
    for (String path : pass.paths()) {
      if (!named.contains(path)) {
        String twin = fired.get(nodes.get(path).block());
        leave(
            path,
            twin != null
                ? "the same block runs as " + twin + ", where it is recorded"
                : "it did not run when the probes were fed through, or something else than a block"
                    + " of the network called it, where no hook is");
      }
    }
  }

  /** Returns how to copy each layer, whole or reduced. */
  public List<LayerTarget> targets(List<Layer> layers) {
    List<LayerTarget> targets = new ArrayList<>();
    for (Layer layer : layers) {
      String name = layer.name();
      targets.add(new LayerTarget(layer, paths.get(name), shapes.get(name), axes.get(name)));
    }
    return targets;
  }

  /** Returns what is not recorded, and why. */
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  /** Returns the layers whose output differs between two runs on the same probes. */
  public List<String> varying() {
    return varying;
  }
}
