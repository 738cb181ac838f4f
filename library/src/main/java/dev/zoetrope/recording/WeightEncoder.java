package dev.zoetrope.recording;

import java.nio.ByteBuffer;

/** Stores a layer's weights unchanged, as float32. */
final class WeightEncoder implements FrameEncoder {

  private final Layer layer;
  private final int index;

  /**
   * Encodes one layer.
   *
   * @param index its index among the layers whose weights are recorded
   */
  WeightEncoder(Layer layer, int index) {
    this.layer = layer;
    this.index = index;
  }

  @Override
  public void require(Frame frame) {
    int values = index < frame.weights().size() ? frame.weights().get(index).length : 0;
    if (values != layer.weights()) {
      throw new IllegalArgumentException(
          "layer %s: got %s weights, expected %s".formatted(layer.name(), values, layer.weights()));
    }
  }

  @Override
  public void encode(Frame frame, ByteBuffer slice) {
    slice.asFloatBuffer().put(frame.weights().get(index));
  }
}
