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

  /** Returns whether this block is chosen. */
  boolean selects(BlockNode node);

  /** Returns a selector that chooses the blocks that either selector chooses. */
  default BlockSelector or(BlockSelector other) {
    return node -> selects(node) || other.selects(node);
  }

  /** Returns a selector that chooses the blocks that both selectors choose. */
  default BlockSelector and(BlockSelector other) {
    return node -> selects(node) && other.selects(node);
  }

  /** Returns a selector that chooses the blocks that this one does not. */
  default BlockSelector not() {
    return node -> !selects(node);
  }

  /** Chooses every block below the root. */
  static BlockSelector all() {
    return node -> !node.isRoot();
  }

  /** Chooses the network's root, which can be hooked only through its model. */
  static BlockSelector root() {
    return BlockNode::isRoot;
  }

  /** Chooses the blocks that have no children. */
  static BlockSelector leaves() {
    return BlockNode::isLeaf;
  }

  /** Chooses the blocks that can be hooked. */
  static BlockSelector reachable() {
    return BlockNode::isReachable;
  }

  /** Chooses the blocks of this type, including subtypes. */
  static BlockSelector ofType(Class<? extends Block> type) {
    return node -> type.isInstance(node.block());
  }

  /** Chooses the blocks at this depth: 0 for the root, 1 for its children. */
  static BlockSelector atDepth(int depth) {
    return node -> node.depth() == depth;
  }

  /** Chooses the block with exactly this path. */
  static BlockSelector path(String path) {
    return node -> node.path().equals(path);
  }

  /**
   * Chooses the activation that follows each block of this type under the same parent, with at most
   * normalization and dropout between them. {@code activationsAfter(Convolution.class)} chooses the
   * activations of convolutional layers.
   */
  static BlockSelector activationsAfter(Class<? extends Block> type) {
    return node -> Activations.isAfter(node, type);
  }

  /**
   * Chooses blocks by path, in the glob syntax of {@link java.nio.file.FileSystem#getPathMatcher}:
   * {@code *} matches within one name, {@code **} matches across any number of levels. Case is
   * ignored, and the two digits that DJL puts before names may be left out: {@code **}{@code
   * /conv*} chooses {@code 01Conv2d} and {@code 02Residual/01Conv2d}. Only {@code .} chooses the
   * root.
   *
   * @throws java.util.regex.PatternSyntaxException if the pattern is not a glob
   */
  static BlockSelector glob(String pattern) {
    return PathGlob.of(pattern);
  }

  /**
   * Checks that a glob chooses a block of this network.
   *
   * @throws IllegalArgumentException if it chooses none; the message lists the most similar paths
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
