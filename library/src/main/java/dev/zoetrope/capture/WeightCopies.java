package dev.zoetrope.capture;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.pass.NativeCopies;
import dev.zoetrope.recording.Layer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Copies the weights of chosen layers. */
final class WeightCopies {

  private final List<Parameter> parameters = new ArrayList<>();
  private final TrainedParameters trained;

  WeightCopies(Trainer trainer) {
    trained = new TrainedParameters(trainer);
  }

  /**
   * Returns the layers in the same order, adding the shape of the weights to each layer that {@code
   * chosen} selects and that has exactly one weight parameter, including those of blocks inside.
   *
   * @throws RefusedException if no layer has such weights
   */
  List<Layer> choose(Block root, List<Layer> layers, BlockSelector chosen) {
    List<BlockNode> nodes = BlockNode.listWithRoot(root).stream().filter(chosen::selects).toList();
    List<Layer> result = new ArrayList<>();
    for (Layer layer : layers) {
      Optional<Parameter> weight =
          nodes.stream()
              .filter(node -> node.path().equals(layer.name()))
              .findFirst()
              .flatMap(node -> onlyWeight(node.block()));
      weight.ifPresent(parameters::add);
      result.add(weight.map(parameter -> layer.withWeights(shape(parameter))).orElse(layer));
    }
    if (parameters.isEmpty()) {
      throw new RefusedException(
          "none of the layers that are recorded and chosen for their weights has exactly one weight"
              + " parameter");
    }
    return result;
  }

  private static Optional<Parameter> onlyWeight(Block block) {
    List<Parameter> weights =
        block.getParameters().values().stream()
            .filter(parameter -> parameter.getType() == Parameter.Type.WEIGHT)
            .toList();
    return weights.size() == 1 ? Optional.of(weights.get(0)) : Optional.empty();
  }

  private List<Integer> shape(Parameter parameter) {
    return Arrays.stream(trained.value(parameter).getShape().getShape())
        .mapToObj(Math::toIntExact)
        .toList();
  }

  /** Fills one array per chosen layer. */
  void copy(List<float[]> into) {
    for (int i = 0; i < parameters.size(); i++) {
      float[] values = into.get(i);
      NativeCopies.read(trained.value(parameters.get(i)), buffer -> buffer.get(values));
    }
  }
}
