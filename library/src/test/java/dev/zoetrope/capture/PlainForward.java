package dev.zoetrope.capture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.transformer.BertBlock;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.ParameterStore;
import dev.zoetrope.pass.Autograd;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Evaluates a network child by child, without hooks, and keeps each block's first output. */
final class PlainForward {

  private final ParameterStore parameters;
  private final Map<String, float[]> outputs = new HashMap<>();

  private PlainForward(NDManager manager) {
    parameters = new ParameterStore(manager, false);
  }

  /**
   * Returns the first output of every block that it could step into or over, by path. Gradients are
   * off, as they are for the recorder.
   */
  static Map<String, float[]> of(NDManager manager, Block root, NDArray input) {
    PlainForward forward = new PlainForward(manager);
    Autograd.of(manager.getEngine()).runOff(() -> forward.run(root, "", new NDList(input)));
    return forward.outputs;
  }

  private NDList run(Block block, String path, NDList inputs) {
    NDList result = call(block, path.isEmpty() ? "" : path + "/", inputs);
    outputs.put(path, result.head().toType(DataType.FLOAT32, false).toFloatArray());
    return result;
  }

  private NDList call(Block block, String prefix, NDList inputs) {
    if (block instanceof SequentialBlock) {
      NDList current = inputs;
      for (int i = 0; i < block.getChildren().size(); i++) {
        current = child(block, i, prefix, current);
      }
      return current;
    }
    if (block instanceof ParallelBlock) {
      List<NDList> branches = new ArrayList<>();
      for (int i = 0; i < block.getChildren().size(); i++) {
        branches.add(child(block, i, prefix, inputs));
      }
      return merge(block, branches);
    }
    if (block instanceof TransformerEncoderBlock) {
      // DJL's post-norm encoder layer, with both residuals from the layer's input.
      NDArray input = inputs.head();
      NDArray attended = child(block, 0, prefix, inputs).head();
      NDArray normal = child(block, 1, prefix, new NDList(attended.add(input))).head();
      NDArray fed = child(block, 2, prefix, new NDList(normal)).head();
      return child(block, 3, prefix, new NDList(fed.add(input)));
    }
    if (block instanceof BertBlock) {
      return bert(block, prefix, inputs);
    }
    return block.forward(parameters, inputs, false);
  }

  /** Runs BERT as DJL does; every token may attend to every token. */
  private NDList bert(Block block, String prefix, NDList inputs) {
    NDArray tokens = inputs.get(0);
    NDArray words = child(block, 0, prefix, new NDList(tokens)).head();
    NDArray types = child(block, 1, prefix, new NDList(inputs.get(1))).head();
    NDArray positions = block.getDirectParameters().valueAt(0).getArray();
    NDArray embedded = words.add(types).add(positions);
    NDList current = child(block, 2, prefix, new NDList(embedded));
    current = child(block, 3, prefix, current);
    long length = tokens.getShape().get(1);
    NDArray mask =
        tokens.getManager().zeros(new Shape(tokens.getShape().get(0), 1, length, length));
    int last = block.getChildren().size() - 1;
    for (int i = 4; i < last; i++) {
      current = child(block, i, prefix, new NDList(current.head(), mask));
    }
    NDArray first = current.head().get(":,1,:").squeeze();
    NDArray pooled = child(block, last, prefix, new NDList(first)).head().tanh();
    return new NDList(current.head(), pooled);
  }

  private NDList child(Block parent, int index, String prefix, NDList inputs) {
    return run(
        parent.getChildren().valueAt(index), prefix + parent.getChildren().keyAt(index), inputs);
  }

  @SuppressWarnings("unchecked")
  private static NDList merge(Block block, List<NDList> branches) {
    try {
      Field function = ParallelBlock.class.getDeclaredField("function");
      function.setAccessible(true);
      return ((Function<List<NDList>, NDList>) function.get(block)).apply(branches);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this version of DJL keeps the function elsewhere", e);
    }
  }
}
