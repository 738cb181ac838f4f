package dev.zoetrope.capture;

import ai.djl.nn.Block;

/** One reference to a block: a field, or an element of a list, array or map in a field. */
interface Slot {

  /** Returns the type that whoever reads the reference counts on. */
  Class<?> type();

  /** Returns the block that the reference holds now. */
  Block get();

  /**
   * Puts another block there.
   *
   * @throws UnsupportedOperationException if the reference cannot be changed
   */
  void set(Block block);
}
