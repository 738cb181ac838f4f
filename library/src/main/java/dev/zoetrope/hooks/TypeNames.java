package dev.zoetrope.hooks;

import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import java.util.List;
import java.util.stream.Collectors;

/** Readable names of block types. */
final class TypeNames {

  private static final int LONGEST_SEQUENCE = 3;

  private TypeNames() {}

  /** Returns the type's name; a short sequence is named after its parts, as in "Conv2d + Tanh". */
  static String of(Block block) {
    if (block instanceof LambdaBlock lambda) {
      return lambda.getName();
    }
    List<Block> children = block.getChildren().values().stream().map(HookedBlock::unwrap).toList();
    boolean shortSequence =
        block.getClass() == SequentialBlock.class
            && !children.isEmpty()
            && children.size() <= LONGEST_SEQUENCE
            && children.stream().allMatch(child -> child.getChildren().isEmpty());
    return shortSequence
        ? children.stream().map(TypeNames::of).collect(Collectors.joining(" + "))
        : block.getClass().getSimpleName();
  }
}
