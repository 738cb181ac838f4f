package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import java.nio.ByteBuffer;
import java.util.Optional;

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

  /** Returns the array's attributes if they have changed since the last call. */
  default Optional<JsonObject> changedAttributes() {
    return Optional.empty();
  }

  /** Returns the layer whose values are encoded, if some of them were clipped or vanished. */
  default Optional<Layer> alteredLayer() {
    return Optional.empty();
  }
}
