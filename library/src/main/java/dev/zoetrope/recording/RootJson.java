package dev.zoetrope.recording;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.ZarrFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Writes and reads the root's {@code zarr.json}: a Zarr v3 group whose attribute {@code zoetrope}
 * describes the recording. Each version of the format is read by its own method.
 */
final class RootJson {

  static final int FORMAT_VERSION = 1;
  static final int MAX_BYTES = 16 << 20;

  /** The name of the root in errors. */
  static final String NODE = "";

  static final String PATH = "path";
  private static final String NAME = "name";
  static final String ATTRIBUTES = "attributes";
  private static final String ZOETROPE = "zoetrope";
  private static final String VERSION = "format_version";
  private static final String ID = "id";
  private static final String FRAMES = "frames";
  private static final String EXPOSED = "exposed";
  private static final String COMPLETE = "complete";
  private static final String ENDING = "ending";
  private static final String RUN = "run";
  private static final String LAYERS = "layers";
  private static final String SERIES = "series";
  private static final String LEFT_OUT = "left_out";
  private static final String CHECKSUMS = "checksums";
  private static final String WEIGHTS = "weights";
  private static final String CHECKPOINTS = "checkpoints";
  private static final String GATHERED = "gathered";

  private RootJson() {}

  static JsonObject print(Root root) {
    RecordingInfo info = root.info();
    JsonObject zoetrope = new JsonObject();
    zoetrope.addProperty(VERSION, info.formatVersion());
    root.id().ifPresent(id -> zoetrope.addProperty(ID, id));
    zoetrope.addProperty(FRAMES, info.frames());
    if (info.exposed() > info.frames()) {
      zoetrope.addProperty(EXPOSED, info.exposed());
    }
    zoetrope.addProperty(COMPLETE, info.complete());
    info.ending().ifPresent(ending -> zoetrope.addProperty(ENDING, ending));
    zoetrope.add(RUN, RunJson.print(info.run()));
    JsonArray layers = new JsonArray();
    for (int i = 0; i < root.groups().size(); i++) {
      ValueCounts counts = root.counts().isEmpty() ? ValueCounts.NONE : root.counts().get(i);
      layers.add(LayerJson.print(info.layers().get(i), root.groups().get(i), counts));
    }
    zoetrope.add(LAYERS, layers);
    JsonArray series = new JsonArray();
    for (int i = 0; i < root.seriesPaths().size(); i++) {
      JsonObject entry = new JsonObject();
      entry.addProperty(NAME, info.series().get(i));
      entry.addProperty(PATH, root.seriesPaths().get(i));
      series.add(entry);
    }
    if (!series.isEmpty()) {
      zoetrope.add(SERIES, series);
    }
    if (!info.leftOut().isEmpty()) {
      zoetrope.add(LEFT_OUT, printLeftOut(info.leftOut()));
    }
    if (!root.checksums().equals(Checksums.NONE)) {
      zoetrope.add(CHECKSUMS, root.checksums().toJson());
    }
    root.weights().ifPresent(weights -> zoetrope.add(WEIGHTS, print(weights)));
    JsonObject attributes = new JsonObject();
    attributes.add(ZOETROPE, zoetrope);
    return group(attributes);
  }

  private static JsonObject print(WeightsProgress weights) {
    JsonObject json = new JsonObject();
    json.addProperty(CHECKPOINTS, weights.checkpoints());
    json.addProperty(GATHERED, weights.gathered());
    return json;
  }

  private static WeightsProgress parseWeights(JsonObject json) throws ZarrFormatException {
    int checkpoints = Json.integer(NODE, json, CHECKPOINTS, 0, Integer.MAX_VALUE);
    return new WeightsProgress(checkpoints, Json.integer(NODE, json, GATHERED, 0, checkpoints));
  }

  private static JsonArray printLeftOut(List<LeftOut> leftOut) {
    JsonArray entries = new JsonArray();
    for (LeftOut left : leftOut) {
      JsonObject entry = new JsonObject();
      entry.addProperty("layer", left.layer());
      entry.addProperty("reason", left.reason());
      entries.add(entry);
    }
    return entries;
  }

  /** Returns the {@code zarr.json} of a group. */
  static JsonObject group(JsonObject attributes) {
    JsonObject json = new JsonObject();
    json.addProperty("zarr_format", 3);
    json.addProperty("node_type", "group");
    json.add(ATTRIBUTES, attributes);
    return json;
  }

  /** Returns whether this is the root of a recording, damaged or not. */
  static boolean isRoot(byte[] utf8) {
    return new String(utf8, StandardCharsets.UTF_8).contains('"' + ZOETROPE + '"');
  }

  static Root parse(byte[] utf8) throws ZarrFormatException {
    JsonObject json = Json.parse(NODE, utf8);
    Json.integer(NODE, json, "zarr_format", 3, 3);
    JsonObject attributes = Json.object(NODE, json, ATTRIBUTES);
    if (!"group".equals(Json.string(NODE, json, "node_type")) || !attributes.has(ZOETROPE)) {
      throw new ZarrFormatException(NODE, "is a Zarr store but not a Zoetrope recording");
    }
    JsonObject zoetrope = Json.object(NODE, attributes, ZOETROPE);
    int version = Json.integer(NODE, zoetrope, VERSION, 1, Integer.MAX_VALUE);
    return switch (version) {
      case 1 -> parseVersion1(zoetrope);
      default ->
          throw new ZarrFormatException(
              NODE,
              "format version "
                  + version
                  + " is newer than version "
                  + FORMAT_VERSION
                  + ", the latest this program reads; update Zoetrope");
    };
  }

  private static Root parseVersion1(JsonObject zoetrope) throws ZarrFormatException {
    List<Layer> layers = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    List<ValueCounts> counts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonObject json : objects(zoetrope, LAYERS)) {
      String group = Json.string(NODE, json, PATH);
      if (!SafePaths.allowsLayer(group)) {
        throw new ZarrFormatException(NODE, "layer path \"" + group + "\" is not allowed");
      }
      Layer layer = LayerJson.parse(json);
      layers.add(layer);
      counts.add(LayerJson.parseCounts(json));
      groups.add(group);
      if (!names.add(group) || !names.add("name " + layer.name())) {
        throw new ZarrFormatException(NODE, "layer \"" + group + "\" appears twice");
      }
    }
    List<String> series = new ArrayList<>();
    List<String> seriesPaths = new ArrayList<>();
    for (JsonObject json : objects(zoetrope, SERIES)) {
      parseSeries(json, series, seriesPaths);
    }
    List<LeftOut> leftOut = new ArrayList<>();
    for (JsonObject json : objects(zoetrope, LEFT_OUT)) {
      leftOut.add(new LeftOut(Json.string(NODE, json, "layer"), Json.string(NODE, json, "reason")));
    }
    int frames = Json.integer(NODE, zoetrope, FRAMES, 0, Integer.MAX_VALUE);
    int exposed =
        zoetrope.has(EXPOSED)
            ? Json.integer(NODE, zoetrope, EXPOSED, frames, Integer.MAX_VALUE)
            : frames;
    return new Root(
        optionalString(zoetrope, ID),
        new RecordingInfo(
            1,
            frames,
            exposed,
            Json.bool(NODE, zoetrope, COMPLETE),
            optionalString(zoetrope, ENDING),
            RunJson.parse(Json.object(NODE, zoetrope, RUN)),
            layers,
            series,
            leftOut,
            Optional.empty()),
        groups,
        seriesPaths,
        zoetrope.has(CHECKSUMS)
            ? Checksums.parse(Json.object(NODE, zoetrope, CHECKSUMS), frames)
            : Checksums.NONE,
        counts,
        zoetrope.has(WEIGHTS)
            ? Optional.of(parseWeights(Json.object(NODE, zoetrope, WEIGHTS)))
            : Optional.empty());
  }

  private static void parseSeries(JsonObject json, List<String> names, List<String> paths)
      throws ZarrFormatException {
    String path = Json.string(NODE, json, PATH);
    if (!SafePaths.allowsSeries(path)) {
      throw new ZarrFormatException(NODE, "series path \"" + path + "\" is not allowed");
    }
    String name = Json.string(NODE, json, NAME);
    if (names.contains(name) || paths.contains(path)) {
      throw new ZarrFormatException(NODE, "series \"" + path + "\" appears twice");
    }
    names.add(name);
    paths.add(path);
  }

  private static Optional<String> optionalString(JsonObject json, String key)
      throws ZarrFormatException {
    return json.has(key) ? Optional.of(Json.string(NODE, json, key)) : Optional.empty();
  }

  /** Returns the objects in an array; only the array of layers is required. */
  private static List<JsonObject> objects(JsonObject json, String key) throws ZarrFormatException {
    if (!json.has(key) && !key.equals(LAYERS)) {
      return List.of();
    }
    List<JsonObject> objects = new ArrayList<>();
    for (JsonElement element : Json.list(NODE, json, key)) {
      if (!(element instanceof JsonObject object)) {
        throw new ZarrFormatException(NODE, "\"" + key + "\" in zarr.json must hold objects");
      }
      objects.add(object);
    }
    return objects;
  }
}
