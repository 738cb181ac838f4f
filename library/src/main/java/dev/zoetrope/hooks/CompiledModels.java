package dev.zoetrope.hooks;

import ai.djl.nn.Block;
import ai.djl.nn.SymbolBlock;
import java.util.List;
import java.util.Optional;

/**
 * Recognizes blocks whose inner layers DJL cannot see, such as TorchScript modules, and says what
 * to do about them.
 */
final class CompiledModels {

  private CompiledModels() {}

  static boolean is(Block block) {
    return block instanceof SymbolBlock;
  }

  /**
   * Returns advice that names the blocks whose inner layers cannot be seen; empty if there are
   * none.
   */
  static Optional<String> advice(List<BlockNode> nodes) {
    List<String> paths =
        nodes.stream().filter(node -> is(node.block())).map(BlockNode::path).distinct().toList();
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the engine runs %s as a whole (TorchScript or the like): hooks see its inputs and outputs, but nothing inside. To see inside, build these layers as DJL blocks, or export the model with further outputs for what you want to see"
                .formatted(String.join(", ", paths)));
  }
}
