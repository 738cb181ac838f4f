package dev.zoetrope.menagerie;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.hooks.ForwardHooks;
import dev.zoetrope.hooks.HookHandle;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A fresh network with saved parameters, run without a recorder. */
final class PlainNetwork {

  private PlainNetwork() {}

  /** Returns the block's path, with which a layer's name begins. */
  static String path(String layer) {
    return layer.replaceFirst("(#\\d+)?(:\\d+)?$", "");
  }

  private static int number(String layer, char before) {
    int at = layer.lastIndexOf(before);
    String digits = at < 0 ? "" : layer.substring(at + 1).replaceFirst("\\D.*", "");
    return at < layer.lastIndexOf('/') || digits.isEmpty() ? -1 : Integer.parseInt(digits);
  }

  /** Compares a frame with the outputs of each block when called alone, without hooks. */
  static void requireEqual(
      Recording recording, int frame, Specimen specimen, byte[] parameters, int probes)
      throws Exception {
    Block network = specimen.network().get();
    try (Model model = MenagerieTest.model(network)) {
      NDManager manager = model.getNDManager();
      network.initialize(manager, DataType.FLOAT32, specimen.shapes(probes));
      network.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(parameters)));
      // PyTorch's matrix products check this when they choose kernels, even with gradients off.
      network.getParameters().values().stream()
          .filter(Parameter::requiresGradient)
          .forEach(parameter -> parameter.getArray().setRequiresGradient(true));
      boolean gradients = JniUtils.isGradMode();
      JniUtils.setGradMode(false);
      try {
        compare(recording, frame, network, manager, specimen, probes);
      } finally {
        JniUtils.setGradMode(gradients);
      }
    }
  }

  private static void compare(
      Recording recording,
      int frame,
      Block network,
      NDManager manager,
      Specimen specimen,
      int probes)
      throws Exception {
    ParameterStore store = new ParameterStore(manager, false);
    NDList plain = network.forward(store, specimen.data(manager, probes, 9), false);
    Map<String, List<NDList>> inputs = new HashMap<>();
    NDList hooked;
    try (HookHandle hooks =
        ForwardHooks.on(network)
            .select(BlockSelector.all().and(BlockSelector.reachable()))
            .observe(
                (path, in, out) ->
                    inputs.computeIfAbsent(path, p -> new ArrayList<>()).add(copy(in, manager)))) {
      assertThat(hooks.paths()).isNotEmpty();
      hooked = network.forward(store, specimen.data(manager, probes, 9), false);
    }
    for (int i = 0; i < plain.size(); i++) {
      assertThat(hooked.get(i)).as("output %d of the hooked network", i).isEqualTo(plain.get(i));
    }
    Map<String, Block> blocks = new HashMap<>();
    BlockNode.list(network).forEach(node -> blocks.put(node.path(), node.block()));
    for (Layer layer : recording.info().layers()) {
      String path = path(layer.name());
      int call = Math.max(1, number(layer.name(), '#')) - 1;
      int output = Math.max(0, number(layer.name(), ':'));
      NDArray expected =
          blocks.get(path).forward(store, inputs.get(path).get(call), false).get(output);
      float[] recorded = recording.activation(layer.name(), frame);
      assertThat(isSame(recorded, expected.toType(DataType.FLOAT32, false), probes))
          .as("%s at frame %d", layer.name(), frame)
          .isTrue();
    }
  }

  /** Copies the arrays, since some blocks free their inputs. */
  private static NDList copy(NDList arrays, NDManager manager) {
    NDList copies = new NDList(arrays.stream().map(NDArray::duplicate).toList());
    copies.attach(manager);
    return copies;
  }

  /**
   * Returns whether moving one of the axes of length {@code probes} to the front gives the recorded
   * values.
   */
  private static boolean isSame(float[] recorded, NDArray expected, int probes) {
    Shape shape = expected.getShape();
    for (int axis = 0; axis < shape.dimension(); axis++) {
      if (shape.get(axis) == probes) {
        int[] order = new int[shape.dimension()];
        order[0] = axis;
        for (int i = 1; i < order.length; i++) {
          order[i] = i <= axis ? i - 1 : i;
        }
        if (Arrays.equals(recorded, expected.transpose(order).toFloatArray())) {
          return true;
        }
      }
    }
    return false;
  }
}
