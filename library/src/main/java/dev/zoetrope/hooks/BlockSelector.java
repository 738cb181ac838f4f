package dev.zoetrope.hooks;

import ai.djl.nn.Block;
import java.util.List;

/**
 * Chooses blocks of a network.
 *
 * <pre>{@code
 * BlockSelector convolutions = BlockSelector.ofType(Conv2d.class);
 * BlockSelector firstStage = BlockSelector.glob("stage1/**");
 * ForwardHooks.on(block)
 *     .select(convolutions.and(firstStage))
 *     .observe((path, inputs, outputs) -> System.out.println(path));
 * }</pre>
 */
@FunctionalInterface
public interface BlockSelector {

  /** Returns whether to choose this block. */
  boolean selects(BlockNode node);

  /** Returns a selector of what either chooses. */
  default BlockSelector or(BlockSelector other) {
    return node -> selects(node) || other.selects(node);
  }

  /** Returns a selector of what both choose. */
  default BlockSelector and(BlockSelector other) {
    return node -> selects(node) && other.selects(node);
  }

  /** Returns a selector of what this one does not choose. */
  default BlockSelector not() {
    return node -> !selects(node);
  }

  /** Chooses every block below the root. */
  static BlockSelector all() {
    return node -> !node.isRoot();
  }

  /** Chooses the network's root; only hooks on a model reach it. */
  static BlockSelector root() {
    return BlockNode::isRoot;
  }

  /** Chooses the blocks that have no children. */
  static BlockSelector leaves() {
    return BlockNode::isLeaf;
  }

  /** Chooses the blocks whose place a hook can take. */
  static BlockSelector reachable() {
    return BlockNode::isReachable;
  }

  /** Chooses the blocks of a type, subtypes included. */
  static BlockSelector ofType(Class<? extends Block> type) {
    return node -> type.isInstance(node.block());
  }

  /** Chooses the blocks at that depth: 1 for the root's children. */
  static BlockSelector atDepth(int depth) {
    return node -> node.depth() == depth;
  }

  /** Chooses the block at exactly this path. */
  static BlockSelector path(String path) {
    return node -> node.path().equals(path);
  }

  /**
   * Chooses the activation function that follows each block of a type among the same parent's
   * children, with nothing but normalization and dropout between them: {@code
   * activationsAfter(Convolution.class)} for what a convolutional layer finally says.
   */
  static BlockSelector activationsAfter(Class<? extends Block> type) {
    return node -> Activations.isAfter(node, type);
  }

  /**
   * Chooses blocks by path, as {@link java.nio.file.FileSystem#getPathMatcher} has it: {@code *}
   * stays within one block, {@code **} goes down through any number. Upper and lower case are the
   * same, and the two digits that DJL puts before names may be left out: {@code **}{@code /conv*}
   * chooses {@code 01Conv2d} and {@code 02Residual/01Conv2d}. The root is chosen by {@code .} only.
   *
   * @throws java.util.regex.PatternSyntaxException if the pattern is not a glob
   */
  static BlockSelector glob(String pattern) {
    return PathGlob.of(pattern);
  }

  /**
   * Checks that a glob chooses a block of this network.
   *
   * @throws IllegalArgumentException if it chooses none; the message names the nearest paths
   */
  static void requireMatch(Block root, String glob) {
    List<BlockNode> nodes = BlockNode.listWithRoot(root);
    if (nodes.stream().noneMatch(glob(glob)::selects)) {
      List<String> paths = nodes.stream().skip(1).map(BlockNode::path).toList();
      throw new IllegalArgumentException(
          "no layer matches \"%s\"; the nearest are %s (of %s)%s"
              .formatted(
                  glob,
                  String.join(", ", Nearest.to(glob, paths)),
                  paths.size(),
                  CompiledModels.advice(nodes).map(" — "::concat).orElse("")));
    }
  }
}
