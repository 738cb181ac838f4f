package dev.zoetrope.capture;

import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import dev.zoetrope.hooks.BlockNode;
import java.util.Locale;
import java.util.OptionalDouble;

/** Tells from a block's last activation function how large its output can get. */
final class Bounds {

  private Bounds() {}

  /**
   * Returns 1 for what ends in tanh, sigmoid or softsign, and 6 for ReLU6; nothing where no bound
   * is known.
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
