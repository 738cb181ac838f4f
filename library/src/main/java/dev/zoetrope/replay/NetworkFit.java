package dev.zoetrope.replay;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SymbolBlock;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.pass.NamedParameters;
import dev.zoetrope.recording.ParameterInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Checks that a network has the parameters that are recorded. */
final class NetworkFit {

  private static final int MOST = 10;

  private NetworkFit() {}

  /**
   * Returns the network's parameters by name, in the recorded order.
   *
   * @throws IllegalArgumentException if parameters are missing, unexpected or of another shape, or
   *     the engine keeps them to itself; the message lists them
   */
  static Map<String, Parameter> inOrder(Block network, List<ParameterInfo> recorded) {
    requireOpen(network);
    Map<String, Parameter> there = NamedParameters.of(network);
    there.values().removeIf(parameter -> !hasValues(parameter));
    Map<String, Parameter> inOrder = new LinkedHashMap<>();
    List<String> differences = new ArrayList<>();
    for (ParameterInfo info : recorded) {
      Parameter parameter = there.remove(info.name());
      if (parameter == null) {
        differences.add(info.name() + " is recorded, but the network has no such parameter");
      } else {
        List<Integer> shape = shape(parameter);
        if (!shape.equals(info.shape())) {
          differences.add(
              "%s has shape %s, and %s is recorded".formatted(info.name(), shape, info.shape()));
        }
        inOrder.put(info.name(), parameter);
      }
    }
    there.keySet().forEach(name -> differences.add(name + " is not recorded"));
    if (!differences.isEmpty()) {
      throw new IllegalArgumentException(message(differences));
    }
    return inOrder;
  }

  /** Others are not recorded. */
  private static boolean hasValues(Parameter parameter) {
    return parameter.isInitialized() && parameter.getArray().size() > 0;
  }

  private static List<Integer> shape(Parameter parameter) {
    return Arrays.stream(parameter.getArray().getShape().getShape())
        .mapToObj(Math::toIntExact)
        .toList();
  }

  private static String message(List<String> differences) {
    int more = differences.size() - MOST;
    return "the network is not the one that was recorded; build it as it was built then: "
        + String.join("; ", differences.subList(0, Math.min(MOST, differences.size())))
        + (more > 0 ? "; and " + more + " more" : "");
  }

  private static void requireOpen(Block network) {
    for (BlockNode node : BlockNode.listWithRoot(network)) {
      if (node.block() instanceof SymbolBlock) {
        throw new IllegalArgumentException(
            "the engine runs %s as a whole (TorchScript or the like), with weights that no recorded ones can replace"
                .formatted(node.path()));
      }
    }
  }
}
