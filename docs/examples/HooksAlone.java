package examples;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.hooks.ForwardHooks;
import dev.zoetrope.hooks.HookHandle;
import java.util.LinkedHashMap;
import java.util.Map;

/** Looks into one forward pass: no recorder, no training. */
public final class HooksAlone {

  private HooksAlone() {}

  /** Prints what can be chosen, then the mean activation of each convolution. */
  public static void main(String[] arguments) {
    try (Model model = Model.newInstance("hooks", "PyTorch")) {
      Block block =
          new SequentialBlock()
              .add(Conv2d.builder().setFilters(4).setKernelShape(new Shape(3, 3)).build())
              .add(Activation.reluBlock())
              .add(Conv2d.builder().setFilters(2).setKernelShape(new Shape(3, 3)).build());
      block.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(1, 1, 8, 8));
      NDArray image = model.getNDManager().ones(new Shape(1, 1, 8, 8));
      ParameterStore parameters = new ParameterStore(model.getNDManager(), false);

      // show: describe
      System.out.println(BlockNode.describe(block));
      // end

      // show: hooks
      Map<String, Float> means = new LinkedHashMap<>();
      try (HookHandle hooks =
          ForwardHooks.on(block)
              .select(BlockSelector.ofType(Conv2d.class))
              .observe(
                  (path, inputs, outputs) -> means.put(path, outputs.head().mean().getFloat()))) {
        System.out.println("watching " + hooks.paths());
        block.forward(parameters, new NDList(image), false);
      } // detached: the network is as it was
      System.out.println(means);
      // end
    }
  }
}
