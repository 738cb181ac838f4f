package dev.zoetrope.pass;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import java.util.function.Supplier;

/**
 * A network to run, and what it takes to run it.
 *
 * @param block returns the root; called in each pass, since training programs replace blocks
 * @param model the model that holds the root, so that a hook can take the root's place; null if
 *     there is none, then the root's outputs are those that its forward pass returns
 * @param parameters gives the blocks their parameters
 * @param device where to run it
 * @param manager the parent of all arrays that belong to passes
 */
public record Network(
    Supplier<Block> block,
    Model model,
    ParameterStore parameters,
    Device device,
    NDManager manager) {

  /** Returns the root, or the hook in its place. */
  Block root() {
    return block.get();
  }

  /** Returns a new manager for arrays on the network's device. The caller closes it. */
  public NDManager newManager() {
    return manager.newSubManager(device);
  }
}
