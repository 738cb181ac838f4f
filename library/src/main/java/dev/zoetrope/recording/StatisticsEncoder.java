package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import dev.zoetrope.zarr.Json;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Computes the statistics of a layer's exact activations and counts the values that are stored
 * inexactly.
 */
final class StatisticsEncoder implements FrameEncoder {

  private static final String NOT_FINITE = "non_finite_values";
  private static final String CLIPPED = "clipped_values";
  private static final String VANISHED = "vanished_values";

  private final int channels;
  private final int valuesPerChannel;
  private final int index;
  private final ActivationEncoder activations;
  private long notFinite;
  private ValueCounts said = ValueCounts.NONE;

  /**
   * Encodes one layer.
   *
   * @param index the layer's index in each frame
   * @param activations the encoder that rounds the same values
   */
  StatisticsEncoder(Layer layer, int index, ActivationEncoder activations) {
    channels = layer.channels();
    valuesPerChannel = layer.valuesPerChannel();
    this.index = index;
    this.activations = activations;
  }

  @Override
  public void encode(Frame frame, ByteBuffer slice) {
    notFinite +=
        Statistics.write(frame.activations().get(index), channels, valuesPerChannel, slice);
  }

  @Override
  public Optional<JsonObject> changedAttributes() {
    ValueCounts counts = activations.altered().plus(new ValueCounts(notFinite, 0, 0));
    if (counts.equals(said)) {
      return Optional.empty();
    }
    said = counts;
    return Optional.of(attributes(counts));
  }

  /** Returns the array's attributes for the counts of all frames so far. */
  static JsonObject attributes(ValueCounts counts) {
    JsonObject attributes = new JsonObject();
    attributes.add("statistic", Json.array(List.of("min", "max", "mean", "std")));
    attributes.addProperty(NOT_FINITE, counts.notFinite());
    if (counts.clipped() > 0) {
      attributes.addProperty(CLIPPED, counts.clipped());
    }
    if (counts.vanished() > 0) {
      attributes.addProperty(VANISHED, counts.vanished());
    }
    return attributes;
  }
}
