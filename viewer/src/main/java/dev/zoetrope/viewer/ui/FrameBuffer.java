package dev.zoetrope.viewer.ui;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import java.io.IOException;

/** An array that is reused to read frames. For one thread. */
public final class FrameBuffer {

  private float[] values = {};

  /**
   * Reads a layer's activations at a frame.
   *
   * @return [probe, …shape of the layer] in row-major order, valid until the next call
   */
  public float[] read(Recording recording, Layer layer, int frame) throws IOException {
    int length = recording.valuesPerFrame(layer);
    if (values.length != length) {
      values = new float[length];
    }
    recording.activation(layer.name(), frame, values);
    return values;
  }
}
