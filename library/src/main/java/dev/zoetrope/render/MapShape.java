package dev.zoetrope.render;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Probes;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A shape as maps. The first axis is the channels and the last is the width; the axes in between
 * are stacked into the height. The units of a dense layer are channels of one value. Immutable.
 *
 * <pre>{@code
 * MapShape maps = MapShape.of(recording.info().layer("conv3"));
 * float[] values = recording.activation("conv3", 0);
 * float ofProbe2 = values[2 * maps.valuesPerProbe() + maps.index(1, 5, 7)]; // channel 1, y 5, x 7
 * }</pre>
 *
 * @param channels the number of maps
 * @param height the number of values from top to bottom
 * @param width the number of values from left to right
 */
public record MapShape(int channels, int height, int width) {

  /** Returns the maps of a layer. */
  public static MapShape of(Layer layer) {
    return of(layer.shape());
  }

  /** Returns the maps of the inputs; a vector, such as the features of one sample, is one row. */
  public static MapShape of(Probes probes) {
    List<Integer> shape = probes.shape();
    return shape.size() == 1 ? new MapShape(1, 1, shape.get(0)) : of(shape);
  }

  private static MapShape of(List<Integer> shape) {
    int channels = shape.get(0);
    int width = shape.size() == 1 ? 1 : shape.get(shape.size() - 1);
    int height = 1;
    for (int axis = 1; axis < shape.size() - 1; axis++) {
      height = Math.multiplyExact(height, shape.get(axis));
    }
    return new MapShape(channels, height, width);
  }

  /** Returns a shape as readable text, such as 32×7×7. */
  public static String text(List<Integer> shape) {
    return shape.stream().map(String::valueOf).collect(Collectors.joining("×"));
  }

  /** Returns the number of values per map. */
  public int values() {
    return height * width;
  }

  /** Returns the number of values per probe. */
  public int valuesPerProbe() {
    return channels * values();
  }

  /** Returns the index of a value among those of its probe, from 0. */
  public int index(int channel, int y, int x) {
    return channel * values() + y * width + x;
  }

  /** Returns whether a map is a single number or a single row. */
  boolean flat() {
    return height == 1;
  }
}
