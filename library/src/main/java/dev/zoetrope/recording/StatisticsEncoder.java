package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import dev.zoetrope.zarr.Json;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Computes the statistics of the exact activations of all layers, one layer after the other, and
 * counts the values that are not finite.
 */
final class StatisticsEncoder implements FrameEncoder {

  private final List<Layer> layers;
  private final long[] notFinite;

  StatisticsEncoder(List<Layer> layers) {
    this.layers = layers;
    notFinite = new long[layers.size()];
  }

  @Override
  public void encode(Frame frame, ByteBuffer slice) {
    for (int i = 0; i < notFinite.length; i++) {
      Layer layer = layers.get(i);
      notFinite[i] +=
          Statistics.write(
              frame.activations().get(i), layer.channels(), layer.valuesPerChannel(), slice);
    }
  }

  /** Goes on counting from these numbers. */
  void resume(List<ValueCounts> counts) {
    for (int i = 0; i < notFinite.length; i++) {
      notFinite[i] = counts.get(i).notFinite();
    }
  }

  /** Returns how many values of a layer were NaN or infinite so far. */
  long notFinite(int layer) {
    return notFinite[layer];
  }

  /** Returns the channel of the whole array with which a layer begins. */
  static int firstChannel(List<Layer> layers, int index) {
    return layers.stream().limit(index).mapToInt(Layer::channels).reduce(0, Math::addExact);
  }

  /** Returns the array's attributes, by which other readers find the channels of a layer. */
  static JsonObject attributes(List<Layer> layers) {
    List<Integer> first = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      first.add(firstChannel(layers, i));
    }
    JsonObject attributes = new JsonObject();
    attributes.add("statistic", Json.array(List.of("min", "max", "mean", "std")));
    attributes.add("layer", Json.array(layers.stream().map(Layer::name).toList()));
    attributes.add("first_channel", Json.array(first));
    return attributes;
  }
}
