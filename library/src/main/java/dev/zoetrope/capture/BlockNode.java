package dev.zoetrope.capture;

import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import java.util.ArrayList;
import java.util.List;

/**
 * A block and its place in a network.
 *
 * @param path names of the blocks from below the root down to this one, joined by {@code /}; DJL
 *     puts two digits before names that it gives itself, as in {@code 01Conv2d}
 * @param block the block
 * @param parent the block that holds it
 * @param index its place among the parent's children, from 0
 */
public record BlockNode(String path, Block block, Block parent, int index) {

  /**
   * Returns every block below the root, parents before their children, in the network's order. A
   * block that is used in several places appears in each.
   */
  public static List<BlockNode> list(Block root) {
    List<BlockNode> nodes = new ArrayList<>();
    collect(HookedBlock.unwrap(root), "", nodes);
    return nodes;
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

  /** Returns whether this block has no children. */
  public boolean isLeaf() {
    return block.getChildren().isEmpty();
  }

  /** Returns whether a hook can take this block's place in its parent. */
  boolean isReachable() {
    return parent instanceof AbstractBlock;
  }
}
