package dev.zoetrope.recording;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.Store;
import dev.zoetrope.zarr.ZarrFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Writes and reads the attributes of the group {@code weights}: the network's parameters. */
final class WeightsJson {

  private static final String PRECISION = "precision";
  private static final String GROUP_LENGTH = "checkpoints_per_group";
  private static final String PARAMETERS = "parameters";
  private static final String NAME = "name";
  private static final String KIND = "kind";
  private static final String SHAPE = "shape";
  private static final String ARRAY = "array";
  private static final String OFFSET = "offset";
  private static final String LEVEL = "level";
  private static final String EXACT = "exact";
  private static final String SCALE_COLUMN = "scale_column";
  private static final int MOST_CHECKPOINTS_PER_GROUP = 1 << 10;

  private WeightsJson() {}

  static JsonObject print(WeightsInfo info, int groupLength) {
    WeightsLayout layout = WeightsLayout.of(info);
    JsonArray parameters = new JsonArray();
    int columns = 0;
    for (int i = 0; i < info.parameters().size(); i++) {
      ParameterInfo parameter = info.parameters().get(i);
      WeightsLayout.Place place = layout.places().get(i);
      JsonObject json = new JsonObject();
      json.addProperty(NAME, parameter.name());
      json.addProperty(KIND, parameter.kind());
      json.add(SHAPE, Json.array(parameter.shape()));
      json.addProperty(ARRAY, place.coarse() ? LEVEL : EXACT);
      json.addProperty(OFFSET, place.offset());
      if (place.coarse()) {
        json.addProperty(SCALE_COLUMN, columns);
        columns++;
      }
      parameters.add(json);
    }
    JsonObject attributes = new JsonObject();
    attributes.addProperty(PRECISION, info.precision().name().toLowerCase(Locale.ROOT));
    attributes.addProperty(GROUP_LENGTH, groupLength);
    attributes.add(PARAMETERS, parameters);
    return attributes;
  }

  /** Reads the group's attributes. */
  static WeightArrays read(Store store) throws IOException {
    String node = WeightArrays.GROUP;
    byte[] utf8 =
        store
            .read(Store.key(node, Store.METADATA), RootJson.MAX_BYTES)
            .orElseThrow(() -> new ZarrFormatException(node, "the group is missing"));
    JsonObject attributes = Json.object(node, Json.parse(node, utf8), RootJson.ATTRIBUTES);
    String precision = Json.string(node, attributes, PRECISION);
    int groupLength = Json.integer(node, attributes, GROUP_LENGTH, 1, MOST_CHECKPOINTS_PER_GROUP);
    List<ParameterInfo> parameters = new ArrayList<>();
    List<JsonObject> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonElement element : Json.list(node, attributes, PARAMETERS)) {
      if (!(element instanceof JsonObject json)) {
        throw new ZarrFormatException(node, "\"" + PARAMETERS + "\" must hold objects");
      }
      entries.add(json);
      parameters.add(parameter(json));
      if (!names.add(parameters.get(parameters.size() - 1).name())) {
        throw new ZarrFormatException(node, "a parameter appears twice");
      }
    }
    try {
      WeightPrecision stored = WeightPrecision.valueOf(precision.toUpperCase(Locale.ROOT));
      WeightsLayout layout = WeightsLayout.of(new WeightsInfo(stored, parameters));
      requirePlaces(layout, entries);
      layout.rowBytes();
      return new WeightArrays(layout, groupLength);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ZarrFormatException(node, "in zarr.json: " + e.getMessage());
    }
  }

  private static ParameterInfo parameter(JsonObject json) throws ZarrFormatException {
    String node = WeightArrays.GROUP;
    try {
      ParameterInfo parameter =
          new ParameterInfo(
              Json.string(node, json, NAME),
              Json.string(node, json, KIND),
              Json.integers(node, json, SHAPE, 1));
      parameter.values(); // throws if there are more than an array can hold
      return parameter;
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ZarrFormatException(node, "in zarr.json: " + e.getMessage());
    }
  }

  /** Other readers rely on these members, so they must say what this program relies on. */
  private static void requirePlaces(WeightsLayout layout, List<JsonObject> entries)
      throws ZarrFormatException {
    String node = WeightArrays.GROUP;
    for (int i = 0; i < entries.size(); i++) {
      WeightsLayout.Place place = layout.places().get(i);
      String array = Json.string(node, entries.get(i), ARRAY);
      int offset = Json.integer(node, entries.get(i), OFFSET, 0, Integer.MAX_VALUE);
      if (!array.equals(place.coarse() ? LEVEL : EXACT) || offset != place.offset()) {
        throw new ZarrFormatException(node, "parameters in zarr.json are not where they belong");
      }
    }
  }
}
