package dev.zoetrope.capture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.zoetrope.recording.Layer;
import java.nio.FloatBuffer;

/** How a layer's output gets into the array of a frame, [probe, …shape of the layer]. */
final class LayerTarget {

  private final Layer layer;
  private final String path;
  private final Shape shape;
  private final int axis;
  private final Reducer reducer;

  /**
   * Takes a layer.
   *
   * @param path the path of its block
   * @param shape the whole output's
   * @param axis which of its axes is that of the probes; −1 where a single probe has none
   */
  LayerTarget(Layer layer, String path, Shape shape, int axis) {
    this.layer = layer;
    this.path = path;
    this.shape = shape;
    this.axis = axis;
    reducer = layer.reduction().map(Reducer::new).orElse(null);
  }

  Layer layer() {
    return layer;
  }

  String path() {
    return path;
  }

  Shape shape() {
    return shape;
  }

  /** Copies an output of the right shape. */
  void copy(NDArray output, float[] into) {
    NativeCopies.read(
        output,
        buffer -> {
          FloatBuffer inOrder = axis > 0 ? FloatBuffer.wrap(probesFirst(buffer)) : buffer;
          if (reducer == null) {
            inOrder.get(into);
          } else {
            reducer.reduce(inOrder, into);
          }
        });
  }

  private float[] probesFirst(FloatBuffer buffer) {
    int probes = Math.toIntExact(shape.get(axis));
    int outer = Math.toIntExact(shape.slice(0, axis).size());
    int inner = Math.toIntExact(shape.slice(axis + 1).size());
    float[] moved = new float[outer * probes * inner];
    for (int probe = 0; probe < probes; probe++) {
      for (int o = 0; o < outer; o++) {
        buffer.get((o * probes + probe) * inner, moved, (probe * outer + o) * inner, inner);
      }
    }
    return moved;
  }
}
