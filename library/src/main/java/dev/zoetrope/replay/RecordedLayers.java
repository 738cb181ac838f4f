package dev.zoetrope.replay;

import ai.djl.ndarray.NDArray;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.pass.Discovery;
import dev.zoetrope.pass.LayerTarget;
import dev.zoetrope.pass.Network;
import dev.zoetrope.pass.PassInputs;
import dev.zoetrope.pass.ProbePass;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The layers of a deferred recording, as the recorder would have seen them. */
final class RecordedLayers {

  private static final String ADVICE =
      "if it takes other inputs, or labels, develop it from a program with Development, which takes them";

  private final List<Layer> layers;
  private final Map<String, LayerTarget> targets = new LinkedHashMap<>();
  private final Map<String, float[]> values = new LinkedHashMap<>();
  private ProbePass pass;

  /** Allocates the activations of a frame. */
  RecordedLayers(List<Layer> layers, int probes) {
    this.layers = layers;
    for (Layer layer : layers) {
      values.put(layer.name(), new float[Math.multiplyExact(probes, layer.valuesPerProbe())]);
    }
  }

  /** Chooses the blocks whose outputs these layers are. */
  private BlockSelector blocks() {
    Set<String> paths = new HashSet<>();
    layers.forEach(layer -> paths.add(layer.name().replaceFirst("(#\\d+)?(:\\d+)?$", "")));
    return node -> paths.contains(node.path());
  }

  /**
   * Finds the layers by running the network.
   *
   * @throws IllegalArgumentException if one of them does not run, or has another shape
   */
  void find(Network network, PassInputs probes) {
    pass = new ProbePass(network, blocks(), probes);
    Discovery discovery = new Discovery(pass, probes, ADVICE);
    Map<String, Layer> found = new LinkedHashMap<>();
    discovery.layers(Precision.FLOAT32).forEach(layer -> found.put(layer.name(), layer));
    for (Layer layer : layers) {
      Layer now = found.get(layer.name());
      List<Integer> whole =
          layer.reduction().map(reduction -> reduction.fullShape()).orElse(layer.shape());
      if (now == null || !now.shape().equals(whole)) {
        throw new IllegalArgumentException(
            "the network is not the one that was recorded: layer %s %s%s"
                .formatted(
                    layer.name(),
                    now == null ? "did not run" : "has shape " + now.shape() + ", not " + whole,
                    reasons(discovery.leftOut(), layer.name())));
      }
    }
    for (LayerTarget target : discovery.targets(layers)) {
      targets.put(target.layer().name(), target);
    }
  }

  private static String reasons(List<LeftOut> leftOut, String layer) {
    return leftOut.stream()
        .filter(left -> left.layer().equals(layer))
        .map(left -> ": " + left.reason())
        .collect(Collectors.joining());
  }

  /**
   * Runs the network.
   *
   * @return the activations of each layer, filled again by the next run; NaN where a layer did not
   *     run
   */
  List<float[]> run() {
    Set<String> missing = new HashSet<>(targets.keySet());
    pass.run(
        (path, name, output) -> {
          LayerTarget target = targets.get(name);
          if (target != null && fits(target, output)) {
            target.copy(output, values.get(name));
            missing.remove(name);
          }
          return missing.isEmpty();
        });
    missing.forEach(name -> Arrays.fill(values.get(name), Float.NaN));
    return new ArrayList<>(values.values());
  }

  private static boolean fits(LayerTarget target, NDArray output) {
    return output.getShape().equals(target.shape());
  }
}
