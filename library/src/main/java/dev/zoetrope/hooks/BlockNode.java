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
 * @param path names of the blocks from below the root down to this one, joined by {@code /}; DJL
 *     puts two digits before names that it gives itself, as in {@code 01Conv2d}; the root itself is
 *     {@value #ROOT}
 * @param block the block
 * @param parent the block that holds it; null for the root
 * @param index its place among the parent's children, from 0; −1 for the root
 */
public record BlockNode(String path, Block block, Block parent, int index) {

  /** The path of the root. */
  public static final String ROOT = ".";

  /**
   * Returns every block below the root, parents before their children, in the network's order. A
   * block that is used in several places appears in each.
   */
  public static List<BlockNode> list(Block root) {
    List<BlockNode> nodes = new ArrayList<>();
    collect(HookedBlock.unwrap(root), "", nodes);
    return nodes;
  }

  /** Returns the root, and then what {@link #list} returns. */
  public static List<BlockNode> listWithRoot(Block root) {
    List<BlockNode> nodes = new ArrayList<>();
    nodes.add(new BlockNode(ROOT, HookedBlock.unwrap(root), null, -1));
    nodes.addAll(list(root));
    return nodes;
  }

  /**
   * Lists what can be chosen: one line per block with its path, type and output shapes, the latter
   * only once the network is initialized. Blocks that no hook can reach say so.
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
              node.isReachable() ? shapes : (shapes + " (no hook can be here)").strip()));
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

  /** Returns the block's type for people; a short sequence by its parts: {@code Conv2d + Tanh}. */
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

  /** Returns how many blocks lead down to this one: 0 for the root, 1 for its children. */
  public int depth() {
    return isRoot() ? 0 : 1 + (int) path.chars().filter(c -> c == '/').count();
  }

  /** Returns whether a hook can take this block's place; the root's belongs to the model. */
  public boolean isReachable() {
    return isRoot() || HookSite.of(this).obstacle().isEmpty();
  }

  /**
   * Returns the shapes of the block's outputs for the input shapes that the network was initialized
   * with, the batch first; nothing where the block was not initialized or does not tell.
   */
  public List<Shape> outputShapes() {
    try {
      return List.of(block.getOutputShapes(block.getInputShapes()));
    } catch (RuntimeException e) {
      return List.of(); // what a block that cannot tell throws is up to its author
    }
  }
}
