package dev.zoetrope.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.zoetrope.recording.Layer;
import java.nio.FloatBuffer;

/** Copies a layer's output into the array of a frame, [probe, …shape of the layer]. */
public final class LayerTarget {

  private final Layer layer;
  private final String path;
  private final Shape shape;
  private final int axis;
  private final Reducer reducer;

  /**
   * Prepares to copy a layer.
   *
   * @param path its block's path
   * @param shape the shape of the whole output
   * @param axis the output's probe axis; −1 if there is a single probe and the output has dropped
   *     its axis
   */
  LayerTarget(Layer layer, String path, Shape shape, int axis) {
    this.layer = layer;
    this.path = path;
    this.shape = shape;
    this.axis = axis;
    reducer = layer.reduction().map(Reducer::new).orElse(null);
  }

  /** Returns the layer. */
  public Layer layer() {
    return layer;
  }

  /** Returns the path of its block. */
  public String path() {
    return path;
  }

  /** Returns the shape of the whole output. */
  public Shape shape() {
    return shape;
  }

  /** Copies an output, which must have the expected shape. */
  public void copy(NDArray output, float[] into) {
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
