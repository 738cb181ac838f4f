package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Fills the slices of one array, frame after frame. */
interface FrameEncoder {

  /**
   * Checks a frame before anything of it is written.
   *
   * @throws IllegalArgumentException if it has no values for this array, or too few or many
   */
  default void require(Frame frame) {}

  /** Writes the frame's values, little endian, from the slice's beginning to its end. */
  void encode(Frame frame, ByteBuffer slice);

  /** Returns the array's attributes where they have changed since this was last called. */
  default Optional<JsonObject> changedAttributes() {
    return Optional.empty();
  }

  /** Returns the layer whose values are encoded, if some of them could not be kept. */
  default Optional<Layer> alteredLayer() {
    return Optional.empty();
  }
}
