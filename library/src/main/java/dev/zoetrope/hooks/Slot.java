package dev.zoetrope.hooks;

import ai.djl.nn.Block;

/**
 * One reference to a block: a field, or an element of a list, array or map. Storing into it is one
 * store of a reference, so another thread sees the old block or the new one, never a gap.
 */
interface Slot {

  /** Returns the type that whoever reads the reference counts on. */
  Class<?> type();

  /** Returns the block that the reference holds now, or null if it holds none any more. */
  Block get();

  /** Puts another block there. Must be {@linkplain #isWritable writable}. */
  void set(Block block);

  /** Returns whether the reference can be changed, without changing it. */
  boolean isWritable();
}
