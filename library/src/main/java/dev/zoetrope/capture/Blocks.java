package dev.zoetrope.capture;

import ai.djl.nn.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Ways to choose blocks. */
public final class Blocks {

  private Blocks() {}

  /**
   * Lists what can be chosen: one line a block with its path, type and output shapes, the latter
   * only once the network is initialized. Blocks that no hook can reach say so.
   */
  public static String describe(Block root) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("path", "type", "output"));
    for (BlockNode node : BlockNode.list(root)) {
      String shapes =
          node.outputShapes().stream().map(Object::toString).collect(Collectors.joining(" "));
      rows.add(
          List.of(
              node.path(),
              TypeNames.of(node.block()),
              node.isReachable() ? shapes : (shapes + " (no hook can be here)").strip()));
    }
    int path = rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
    int type = rows.stream().mapToInt(row -> row.get(1).length()).max().orElse(0);
    String format = "%-" + path + "s  %-" + type + "s  %s";
    return rows.stream()
        .map(row -> format.formatted(row.toArray()).stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  /**
   * Checks that the glob matches a block.
   *
   * @throws RefusedException if it chooses nothing; the message names the nearest paths
   */
  static void requireMatch(Block root, String glob) {
    List<BlockNode> nodes = BlockNode.listWithRoot(root);
    if (nodes.stream().noneMatch(glob(glob)::selects)) {
      List<String> paths = nodes.stream().skip(1).map(BlockNode::path).toList();
      throw new RefusedException(
          "no layer matches \"%s\"; the nearest are %s (of %d)%s"
              .formatted(
                  glob,
                  String.join(", ", Nearest.to(glob, paths)),
                  paths.size(),
                  CompiledModels.advice(nodes).map(" — "::concat).orElse("")));
    }
  }

  /** Chooses every block below the root. */
  public static BlockSelector all() {
    return node -> !node.isRoot();
  }

  /** Chooses the network's root; only hooks on a model reach it. */
  public static BlockSelector root() {
    return BlockNode::isRoot;
  }

  /** Chooses the blocks that have no children. */
  public static BlockSelector leaves() {
    return BlockNode::isLeaf;
  }

  /** Chooses the blocks whose place a hook can take. */
  public static BlockSelector reachable() {
    return BlockNode::isReachable;
  }

  /** Chooses the blocks of a type, subtypes included. */
  public static BlockSelector ofType(Class<? extends Block> type) {
    return node -> type.isInstance(node.block());
  }

  /** Chooses the blocks at that depth: 1 for the root's children. */
  public static BlockSelector atDepth(int depth) {
    return node -> node.depth() == depth;
  }

  /** Chooses the block at exactly this path. */
  public static BlockSelector path(String path) {
    return node -> node.path().equals(path);
  }

  /**
   * Chooses the activation function that follows each block of a type among the same parent's
   * children, with nothing but normalization and dropout between them: {@code
   * activationsAfter(Convolution.class)} for what a convolutional layer finally says.
   */
  public static BlockSelector activationsAfter(Class<? extends Block> type) {
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
  public static BlockSelector glob(String pattern) {
    return PathGlob.of(pattern);
  }
}
