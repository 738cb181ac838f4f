package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.ZarrFormatException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Writes and reads a layer's entry in the root's {@code zarr.json}. */
final class LayerJson {

  private static final String NAME = "name";
  private static final String TYPE = "type";
  private static final String SHAPE = "shape";
  private static final String BOUND = "bound";
  private static final String PRECISION = "precision";
  private static final String REDUCTION = "reduction";
  private static final String FULL_SHAPE = "full_shape";
  private static final String CHANNELS = "channels";
  private static final String POOLING = "pooling";
  private static final String NOT_FINITE = "non_finite_values";
  private static final String CLIPPED = "clipped_values";
  private static final String VANISHED = "vanished_values";

  private LayerJson() {}

  static JsonObject print(Layer layer, String group, ValueCounts counts) {
    JsonObject json = new JsonObject();
    json.addProperty(NAME, layer.name());
    json.addProperty(RootJson.PATH, group);
    json.addProperty(TYPE, layer.type());
    json.add(SHAPE, Json.array(layer.shape()));
    layer.bound().ifPresent(bound -> json.addProperty(BOUND, bound));
    json.addProperty(PRECISION, layer.precision().dataType().zarrName());
    layer.reduction().ifPresent(reduction -> json.add(REDUCTION, print(reduction)));
    addUnlessZero(json, NOT_FINITE, counts.notFinite());
    addUnlessZero(json, CLIPPED, counts.clipped());
    addUnlessZero(json, VANISHED, counts.vanished());
    return json;
  }

  private static void addUnlessZero(JsonObject json, String key, long count) {
    if (count > 0) {
      json.addProperty(key, count);
    }
  }

  static ValueCounts parseCounts(JsonObject json) throws ZarrFormatException {
    return new ValueCounts(count(json, NOT_FINITE), count(json, CLIPPED), count(json, VANISHED));
  }

  private static long count(JsonObject json, String key) throws ZarrFormatException {
    double count = json.has(key) ? Json.number(RootJson.NODE, json, key) : 0;
    if (count < 0 || count != Math.rint(count)) {
      throw new ZarrFormatException(RootJson.NODE, "\"" + key + "\" must be a count of values");
    }
    return (long) count;
  }

  private static JsonObject print(Reduction reduction) {
    JsonObject json = new JsonObject();
    json.add(FULL_SHAPE, Json.array(reduction.fullShape()));
    json.add(CHANNELS, Json.array(reduction.channels()));
    json.addProperty(POOLING, reduction.pooling());
    return json;
  }

  static Layer parse(JsonObject json) throws ZarrFormatException {
    String root = RootJson.NODE;
    OptionalDouble bound =
        json.has(BOUND)
            ? OptionalDouble.of(Json.number(root, json, BOUND))
            : OptionalDouble.empty();
    String stored = Json.string(root, json, PRECISION);
    try {
      Layer layer =
          new Layer(
              Json.string(root, json, NAME),
              Json.string(root, json, TYPE),
              Json.integers(root, json, SHAPE, 1),
              bound,
              Precision.valueOf(stored.toUpperCase(Locale.ROOT)),
              json.has(REDUCTION)
                  ? Optional.of(parseReduction(Json.object(root, json, REDUCTION)))
                  : Optional.empty());
      layer.valuesPerProbe(); // throws if there are more than an array can hold
      return layer.settled();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ZarrFormatException(root, "layer in zarr.json: " + e.getMessage());
    }
  }

  private static Reduction parseReduction(JsonObject json) throws ZarrFormatException {
    return new Reduction(
        Json.integers(RootJson.NODE, json, FULL_SHAPE, 1),
        Json.integers(RootJson.NODE, json, CHANNELS, 0),
        Json.integer(RootJson.NODE, json, POOLING, 1, Integer.MAX_VALUE));
  }
}
