package dev.zoetrope.hooks;

import ai.djl.nn.Block;

/**
 * One reference to a block: a field, or an element of a list, array or map. Setting it is a single
 * reference write, so other threads see either the old block or the new one.
 */
interface Slot {

  /** Returns the type that readers of the reference expect. */
  Class<?> type();

  /** Returns the block that the reference holds now, or null if it no longer holds one. */
  Block get();

  /** Stores another block. The slot must be {@linkplain #isWritable writable}. */
  void set(Block block);

  /** Returns whether the reference can be changed, without changing it. */
  boolean isWritable();
}
