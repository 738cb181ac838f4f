package dev.zoetrope.capture;

/** Chooses blocks of a network; {@link Blocks} has the usual ones. */
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
}
