package dev.zoetrope.recording;

import java.nio.ByteBuffer;

/** Rounds the activations of a layer and counts the values that are lost. */
final class ActivationEncoder implements FrameEncoder {

  private final Layer layer;
  private final int index;
  private final int probes;
  private final ActivationCodec codec;
  private ActivationCodec.Held held;
  private ValueCounts altered = ValueCounts.NONE;

  /**
   * Encodes one layer.
   *
   * @param index the layer's index in each frame
   */
  ActivationEncoder(Layer layer, int index, int probes) {
    this.layer = layer;
    this.index = index;
    this.probes = probes;
    codec = new ActivationCodec(layer);
  }

  @Override
  public void require(Frame frame) {
    int expected = Math.multiplyExact(probes, layer.valuesPerProbe());
    int values = frame.activations().get(index).length;
    if (values != expected) {
      throw new IllegalArgumentException(
          "layer %s: got %s values, expected %s".formatted(layer.name(), values, expected));
    }
  }

  @Override
  public void encode(Frame frame, ByteBuffer slice) {
    float[] values = frame.activations().get(index);
    if (held == null) {
      held = codec.hold(values.length);
    }
    ValueCounts counts = codec.encode(values, held, slice);
    if (counts.altered()) {
      altered = altered.plus(counts);
    }
  }

  @Override
  public void resume(ByteBuffer last) {
    held = codec.held(last, Math.multiplyExact(probes, layer.valuesPerProbe()));
  }

  /** Goes on counting from these numbers. */
  void resume(ValueCounts counts) {
    altered = new ValueCounts(0, counts.clipped(), counts.vanished());
  }

  /** Returns how many values of all frames so far do not fit the precision. */
  ValueCounts altered() {
    return altered;
  }
}
