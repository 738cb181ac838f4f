package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.ZarrFormatException;
import java.util.List;
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
  private static final String WEIGHT_SHAPE = "weight_shape";
  private static final String REDUCTION = "reduction";
  private static final String FULL_SHAPE = "full_shape";
  private static final String CHANNELS = "channels";
  private static final String POOLING = "pooling";

  private LayerJson() {}

  static JsonObject print(Layer layer, String group) {
    JsonObject json = new JsonObject();
    json.addProperty(NAME, layer.name());
    json.addProperty(RootJson.PATH, group);
    json.addProperty(TYPE, layer.type());
    json.add(SHAPE, Json.array(layer.shape()));
    layer.bound().ifPresent(bound -> json.addProperty(BOUND, bound));
    json.addProperty(PRECISION, layer.precision().dataType().zarrName());
    layer.reduction().ifPresent(reduction -> json.add(REDUCTION, print(reduction)));
    if (!layer.weightShape().isEmpty()) {
      json.add(WEIGHT_SHAPE, Json.array(layer.weightShape()));
    }
    return json;
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
                  : Optional.empty(),
              json.has(WEIGHT_SHAPE) ? Json.integers(root, json, WEIGHT_SHAPE, 1) : List.of());
      layer.valuesPerProbe(); // throws if there are more than an array can hold
      layer.weights();
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
