package dev.zoetrope.hooks;

import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.core.Prelu;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.norm.LayerNorm;
import java.util.Locale;
import java.util.Set;

/** Recognizes DJL's activation functions: named lambda blocks and PReLU. */
final class Activations {

  private static final Set<String> NAMES =
      Set.of(
          "relu",
          "relu6",
          "sigmoid",
          "tanh",
          "softplus",
          "softsign",
          "leakyrelu",
          "elu",
          "selu",
          "gelu",
          "swish",
          "mish");

  private Activations() {}

  static boolean is(Block block) {
    return block instanceof Prelu
        || block instanceof LambdaBlock lambda
            && NAMES.contains(lambda.getName().toLowerCase(Locale.ROOT));
  }

  /**
   * Returns whether the node is an activation that follows a block of this type, with at most
   * normalization and dropout between them.
   */
  static boolean isAfter(BlockNode node, Class<? extends Block> type) {
    if (node.isRoot() || !is(node.block())) {
      return false;
    }
    BlockList siblings = node.parent().getChildren();
    for (int i = node.index() - 1; i >= 0; i--) {
      Block before = HookedBlock.unwrap(siblings.valueAt(i));
      if (type.isInstance(before)) {
        return true;
      }
      if (!isTransparent(before)) {
        return false;
      }
    }
    return false;
  }

  private static boolean isTransparent(Block block) {
    return block instanceof BatchNorm || block instanceof LayerNorm || block instanceof Dropout;
  }
}
