package dev.zoetrope.pass;

import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import dev.zoetrope.hooks.BlockNode;
import java.util.Locale;
import java.util.OptionalDouble;

/** Finds the bound of a block's output from its last activation function. */
final class Bounds {

  private Bounds() {}

  /**
   * Returns the largest magnitude of the output: 1 for a block that ends in tanh, sigmoid or
   * softsign, 6 for ReLU6; empty if no bound is known.
   */
  static OptionalDouble of(Block block) {
    Block real = BlockNode.unwrap(block);
    if (real instanceof LambdaBlock lambda) {
      return switch (lambda.getName().toLowerCase(Locale.ROOT)) {
        case "tanh", "sigmoid", "softsign" -> OptionalDouble.of(1);
        case "relu6" -> OptionalDouble.of(6);
        default -> OptionalDouble.empty();
      };
    }
    BlockList children = real.getChildren();
    return real instanceof SequentialBlock && !children.isEmpty()
        ? of(children.valueAt(children.size() - 1))
        : OptionalDouble.empty();
  }
}
