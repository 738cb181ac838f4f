package dev.zoetrope.capture;

import ai.djl.nn.Block;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;

/** Ways to choose blocks. */
public final class Blocks {

  private Blocks() {}

  /**
   * Makes sure that a glob is no slip of the pen.
   *
   * @throws IllegalArgumentException if it chooses nothing; the message lists what there is
   */
  static void requireMatch(Block root, String glob) {
    List<BlockNode> nodes = BlockNode.list(root);
    if (nodes.stream().noneMatch(glob(glob)::selects)) {
      throw new IllegalArgumentException(
          "no layer matches \"%s\"; the network has %s"
              .formatted(glob, String.join(", ", nodes.stream().map(BlockNode::path).toList())));
    }
  }

  /** Chooses every block. */
  public static BlockSelector all() {
    return node -> true;
  }

  /** Chooses the blocks that have no children. */
  public static BlockSelector leaves() {
    return BlockNode::isLeaf;
  }

  /** Chooses the blocks of a type, subtypes included. */
  public static BlockSelector ofType(Class<? extends Block> type) {
    return node -> type.isInstance(node.block());
  }

  /**
   * Chooses blocks by path, as {@link java.nio.file.FileSystem#getPathMatcher} has it: {@code *}
   * stays within one block, {@code **} goes down through any number. Upper and lower case are the
   * same, and the two digits that DJL puts before names may be left out: {@code **}{@code /conv*}
   * chooses {@code 01Conv2d} and {@code 02Residual/01Conv2d}.
   *
   * @throws java.util.regex.PatternSyntaxException if the pattern is not a glob
   */
  public static BlockSelector glob(String pattern) {
    String folded = pattern.toLowerCase(Locale.ROOT);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + folded);
    PathMatcher atTop =
        folded.startsWith("**/")
            ? FileSystems.getDefault().getPathMatcher("glob:" + folded.substring(3))
            : matcher;
    return node -> {
      Path exact = Path.of(node.path().toLowerCase(Locale.ROOT));
      Path bare = Path.of(exact.toString().replaceAll("(^|/)[0-9]{2}(?=[^/0-9])", "$1"));
      return matcher.matches(exact)
          || matcher.matches(bare)
          || atTop.matches(exact)
          || atTop.matches(bare);
    };
  }
}
