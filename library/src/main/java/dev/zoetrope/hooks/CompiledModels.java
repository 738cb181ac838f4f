package dev.zoetrope.hooks;

import ai.djl.nn.Block;
import ai.djl.nn.SymbolBlock;
import java.util.List;
import java.util.Optional;

/** Knows blocks whose inside DJL does not see, such as TorchScript modules, and what to do then. */
final class CompiledModels {

  private CompiledModels() {}

  static boolean is(Block block) {
    return block instanceof SymbolBlock;
  }

  /** Returns what to say of those among the blocks that have an inside nobody can see, if any. */
  static Optional<String> advice(List<BlockNode> nodes) {
    List<String> paths =
        nodes.stream().filter(node -> is(node.block())).map(BlockNode::path).distinct().toList();
    return paths.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "the engine runs %s as a whole (TorchScript or the like): hooks see what goes in and comes out, nothing inside. To see inside, build these layers as DJL blocks, or export the model so that it returns what you want to see as further outputs"
                .formatted(String.join(", ", paths)));
  }
}
