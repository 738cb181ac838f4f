package dev.zoetrope.replay;

import ai.djl.ndarray.NDArray;
import dev.zoetrope.hooks.BlockNode;
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

/** The chosen layers that can be seen, found by running the network on a first batch. */
final class SeenLayers {

  private static final String ADVICE =
      "if it takes other inputs, give Replay.open a function that makes them";

  private final ProbePass pass;
  private final Map<String, LayerTarget> targets = new LinkedHashMap<>();
  private final List<LeftOut> leftOut;
  private final Set<String> lost = new HashSet<>();

  /**
   * Finds the layers.
   *
   * @throws IllegalArgumentException if a glob chooses no layer that can be seen, or none is chosen
   * @throws IllegalStateException if the network does not run on the batch
   */
  SeenLayers(Network network, LayerChoice choice, PassInputs batch) {
    pass = new ProbePass(network, choice.selector(), batch);
    Discovery discovery = new Discovery(pass, batch, ADVICE);
    List<Layer> layers = discovery.layers(Precision.FLOAT32);
    leftOut = new ArrayList<>(discovery.leftOut());
    for (String name : discovery.varying()) {
      leftOut.add(new LeftOut(name, "seen, but it puts out something else in each run"));
    }
    for (LayerTarget target : discovery.targets(layers)) {
      targets.put(target.layer().name(), target);
    }
    Map<String, BlockNode> nodes = pass.nodes();
    for (String glob : choice.globs()) {
      BlockSelector selector = BlockSelector.glob(glob);
      if (targets.values().stream()
          .noneMatch(target -> selector.selects(nodes.get(target.path())))) {
        throw new IllegalArgumentException(
            "nothing that \"" + glob + "\" chooses can be seen" + reasons());
      }
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("none of the chosen layers can be seen" + reasons());
    }
  }

  private String reasons() {
    return leftOut.stream()
        .map(left -> left.layer() + ", " + left.reason())
        .collect(Collectors.joining("; ", ": ", ""));
  }

  /** Returns what cannot be seen, and why. */
  List<LeftOut> leftOut() {
    return leftOut;
  }

  /** Allocates arrays for this many images. */
  Activations allocate(int images) {
    return new Activations(images, targets.values().stream().map(LayerTarget::layer).toList());
  }

  /**
   * Runs the network on a batch and copies what the layers put out.
   *
   * @param first the place of the batch's first image
   */
  void run(int frame, PassInputs batch, int first, Activations into) {
    pass.feed(batch);
    Set<String> missing = new HashSet<>(targets.keySet());
    pass.run(
        (path, name, output) -> {
          LayerTarget target = targets.get(name);
          if (target != null && fits(target, output, batch.count(), frame)) {
            target.copy(output, into.values(name), first);
            missing.remove(name);
          }
          return missing.isEmpty();
        });
    for (String name : missing) {
      int values = targets.get(name).layer().valuesPerProbe();
      Arrays.fill(into.values(name), first * values, (first + batch.count()) * values, Float.NaN);
      lose(name, frame, "it did not run");
    }
  }

  private boolean fits(LayerTarget target, NDArray output, int images, int frame) {
    if (target.fits(output.getShape(), images)) {
      return true;
    }
    lose(
        target.layer().name(),
        frame,
        "its output has shape %s for %s images but had %s at first"
            .formatted(output.getShape(), images, target.shape()));
    return false;
  }

  private void lose(String name, int frame, String reason) {
    if (lost.add(name)) {
      leftOut.add(new LeftOut(name, "values are missing at frame %s: %s".formatted(frame, reason)));
    }
  }
}
