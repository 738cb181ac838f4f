package dev.zoetrope.recording;

import java.nio.ByteBuffer;

/** Fills the slices of one array, frame by frame. */
interface FrameEncoder {

  /**
   * Checks a frame before any of it is written.
   *
   * @throws IllegalArgumentException if it has no values for this array, or the wrong number of
   *     them
   */
  default void require(Frame frame) {}

  /** Writes the frame's values in little-endian order into the whole slice. */
  void encode(Frame frame, ByteBuffer slice);

  /**
   * Prepares to go on after a frame that was written earlier.
   *
   * @param last the slice of that frame
   */
  default void resume(ByteBuffer last) {}
}
