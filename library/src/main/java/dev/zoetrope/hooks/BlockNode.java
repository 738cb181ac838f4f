package dev.zoetrope.hooks;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A block and its place in a network.
 *
 * <pre>{@code
 * for (BlockNode node : BlockNode.list(block)) {
 *   System.out.println(node.path() + " " + node.typeName());
 * }
 * }</pre>
 *
 * @param path the names of the blocks from the root's child down to this block, joined by {@code
 *     /}; DJL prefixes the names it generates with two digits, as in {@code 01Conv2d}; the root's
 *     path is {@value #ROOT}
 * @param block the block
 * @param parent the block that contains it; null for the root
 * @param index its index among the parent's children, from 0; −1 for the root
 */
public record BlockNode(String path, Block block, Block parent, int index) {

  /** The path of the root. */
  public static final String ROOT = ".";

  /**
   * Returns every block below the root in the network's order, parents before their children. A
   * block that is used in several places appears once for each.
   */
  public static List<BlockNode> list(Block root) {
    List<BlockNode> nodes = new ArrayList<>();
    collect(HookedBlock.unwrap(root), "", nodes);
    return nodes;
  }

  /** Returns the root, followed by the blocks that {@link #list} returns. */
  public static List<BlockNode> listWithRoot(Block root) {
    List<BlockNode> nodes = new ArrayList<>();
    nodes.add(new BlockNode(ROOT, HookedBlock.unwrap(root), null, -1));
    nodes.addAll(list(root));
    return nodes;
  }

  /**
   * Describes every block below the root, one per line: path, type and, once the network is
   * initialized, output shapes. Blocks that cannot be hooked are marked.
   */
  public static String describe(Block root) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("path", "type", "output"));
    for (BlockNode node : list(root)) {
      String shapes =
          node.outputShapes().stream().map(Object::toString).collect(Collectors.joining(" "));
      rows.add(
          List.of(
              node.path(),
              node.typeName(),
              node.isReachable() ? shapes : (shapes + " (cannot be hooked)").strip()));
    }
    int path = rows.stream().mapToInt(row -> row.get(0).length()).max().orElse(0);
    int type = rows.stream().mapToInt(row -> row.get(1).length()).max().orElse(0);
    String format = "%-" + path + "s  %-" + type + "s  %s";
    return rows.stream()
        .map(row -> format.formatted(row.toArray()).stripTrailing())
        .collect(Collectors.joining("\n"));
  }

  /** Returns the block behind a hook, or the block itself if there is no hook. */
  public static Block unwrap(Block block) {
    return HookedBlock.unwrap(block);
  }

  private static void collect(Block parent, String prefix, List<BlockNode> nodes) {
    BlockList children = parent.getChildren();
    for (int i = 0; i < children.size(); i++) {
      Block child = HookedBlock.unwrap(children.valueAt(i));
      String path = prefix + children.keyAt(i);
      nodes.add(new BlockNode(path, child, parent, i));
      collect(child, path + "/", nodes);
    }
  }

  /**
   * Returns a readable name of the block's type; a short sequence is named after its parts: {@code
   * Conv2d + Tanh}.
   */
  public String typeName() {
    return TypeNames.of(block);
  }

  /** Returns whether this block has no children. */
  public boolean isLeaf() {
    return block.getChildren().isEmpty();
  }

  /** Returns whether this is the network's root. */
  public boolean isRoot() {
    return parent == null;
  }

  /** Returns the block's depth: 0 for the root, 1 for its children. */
  public int depth() {
    return isRoot() ? 0 : 1 + (int) path.chars().filter(c -> c == '/').count();
  }

  /** Returns whether this block can be hooked. The root always can, but only through its model. */
  public boolean isReachable() {
    return isRoot() || HookSite.of(this).obstacle().isEmpty();
  }

  /**
   * Returns the shapes of the block's outputs, batch axis first, for the input shapes with which
   * the network was initialized. The list is empty if the block is not initialized or cannot
   * compute them.
   */
  public List<Shape> outputShapes() {
    try {
      return List.of(block.getOutputShapes(block.getInputShapes()));
    } catch (RuntimeException e) {
      return List.of(); // custom blocks may throw anything here
    }
  }
}
