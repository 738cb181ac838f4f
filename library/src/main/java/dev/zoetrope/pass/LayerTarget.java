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

  /** Returns whether this is the shape of an output for this many probes. */
  public boolean fits(Shape output, int probes) {
    if (axis < 0) {
      return probes == 1 && output.equals(shape);
    }
    Shape before = shape.slice(0, axis);
    Shape after = shape.slice(axis + 1);
    return output.equals(before.add(probes).addAll(after))
        || probes == 1 && output.equals(before.addAll(after));
  }

  /** Copies an output, which must have the expected shape. */
  public void copy(NDArray output, float[] into) {
    NativeCopies.read(
        output,
        buffer -> {
          if (reducer == null) {
            copyWhole(buffer, into, 0);
          } else if (axis > 0) {
            float[] moved = new float[buffer.limit()];
            copyWhole(buffer, moved, 0);
            reducer.reduce(FloatBuffer.wrap(moved), into);
          } else {
            reducer.reduce(buffer, into);
          }
        });
  }

  /**
   * Copies an output for some of the probes, which must {@linkplain #fits fit}. The layer must not
   * be reduced.
   *
   * @param into receives [probe, …shape of the layer]
   * @param first the place of the first of them
   */
  public void copy(NDArray output, float[] into, int first) {
    NativeCopies.read(output, buffer -> copyWhole(buffer, into, first * layer.valuesPerProbe()));
  }

  /** Copies an output, moving its probe axis to the front. */
  private void copyWhole(FloatBuffer buffer, float[] into, int start) {
    int outer = axis > 0 ? Math.toIntExact(shape.slice(0, axis).size()) : 1;
    if (outer == 1) {
      buffer.get(into, start, buffer.limit());
      return;
    }
    int inner = Math.toIntExact(shape.slice(axis + 1).size());
    int probes = buffer.limit() / (outer * inner);
    for (int probe = 0; probe < probes; probe++) {
      for (int o = 0; o < outer; o++) {
        int to = start + (probe * outer + o) * inner;
        buffer.get((o * probes + probe) * inner, into, to, inner);
      }
    }
  }
}
