package dev.zoetrope.recording;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.zoetrope.recording.internal.ArrayMetadata;
import dev.zoetrope.recording.internal.DataType;
import dev.zoetrope.recording.internal.Json;
import dev.zoetrope.recording.internal.Store;
import dev.zoetrope.recording.internal.ZarrFormatException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** {@link RecordingInfo} as the root's {@code zarr.json}, and where each array lies. */
final class RootMetadata {

  static final int FORMAT_VERSION = 1;
  static final int MAX_BYTES = 16 << 20;
  static final String STEP = "step";
  static final String EPOCH = "epoch";
  static final String LOSS = "loss";
  static final String ACCURACY = "accuracy";
  static final String ACTIVATION = "activation";
  static final String STATISTICS = "statistics";
  static final String WEIGHT = "weight";
  static final String NOT_FINITE = "non_finite_values";
  static final String CLIPPED = "clipped_values";
  static final String VANISHED = "vanished_values";
  static final String PROBE_INPUT = "probes/input";
  static final String PROBE_LABEL = "probes/label";

  static final String CHECKSUMS = "checksums";
  static final String ENDING = "ending";
  static final String LEFT_OUT = "left_out";

  /** The first so many columns of the table of checksums belong to arrays of a single chunk. */
  static final int PROBE_ARRAYS = 2;

  static final String ROOT = "";
  private static final String SAFE_SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
  private static final int CHUNK_BYTES = 512 << 10;
  private static final int MAX_FRAMES_PER_CHUNK = 64;
  private static final int SERIES_CHUNK = 1024;
  private static final String COLUMNS = "column";

  private RootMetadata() {}

  /**
   * Returns the root's {@code zarr.json}.
   *
   * @param groups the group of each layer
   * @param seriesPaths the array of each series
   */
  static JsonObject toJson(
      RecordingInfo info, List<String> groups, List<String> seriesPaths, Checksums checksums) {
    JsonObject zoetrope = new JsonObject();
    zoetrope.addProperty("format_version", info.formatVersion());
    zoetrope.addProperty("frames", info.frames());
    zoetrope.addProperty("complete", info.complete());
    info.ending().ifPresent(ending -> zoetrope.addProperty(ENDING, ending));
    JsonObject run = new JsonObject();
    run.addProperty("name", info.run().name());
    run.addProperty("started", info.run().started().toString());
    run.addProperty("planned_frames", info.run().plannedFrames());
    JsonObject details = new JsonObject();
    info.run().details().forEach((key, value) -> details.add(key, detail(value)));
    run.add("details", details);
    zoetrope.add("run", run);
    JsonArray layers = new JsonArray();
    for (int i = 0; i < groups.size(); i++) {
      layers.add(toJson(info.layers().get(i), groups.get(i)));
    }
    zoetrope.add("layers", layers);
    JsonArray series = new JsonArray();
    for (int i = 0; i < seriesPaths.size(); i++) {
      JsonObject entry = new JsonObject();
      entry.addProperty("name", info.series().get(i));
      entry.addProperty("path", seriesPaths.get(i));
      series.add(entry);
    }
    if (!series.isEmpty()) {
      zoetrope.add("series", series);
    }
    if (!info.leftOut().isEmpty()) {
      zoetrope.add(LEFT_OUT, toJson(info.leftOut()));
    }
    if (!checksums.equals(Checksums.NONE)) {
      zoetrope.add(CHECKSUMS, checksums.toJson());
    }
    JsonObject attributes = new JsonObject();
    attributes.add("zoetrope", zoetrope);
    return group(attributes);
  }

  private static JsonArray toJson(List<LeftOut> leftOut) {
    JsonArray entries = new JsonArray();
    for (LeftOut left : leftOut) {
      JsonObject entry = new JsonObject();
      entry.addProperty("layer", left.layer());
      entry.addProperty("reason", left.reason());
      entries.add(entry);
    }
    return entries;
  }

  static JsonObject group(JsonObject attributes) {
    JsonObject json = new JsonObject();
    json.addProperty("zarr_format", 3);
    json.addProperty("node_type", "group");
    json.add("attributes", attributes);
    return json;
  }

  private static JsonObject toJson(Layer layer, String group) {
    JsonObject json = new JsonObject();
    json.addProperty("name", layer.name());
    json.addProperty("path", group);
    json.addProperty("type", layer.type());
    json.add("shape", Json.array(layer.shape()));
    layer.bound().ifPresent(bound -> json.addProperty("bound", bound));
    json.addProperty("precision", layer.precision().dataType().zarrName());
    layer.reduction().ifPresent(reduction -> json.add("reduction", toJson(reduction)));
    if (!layer.weightShape().isEmpty()) {
      json.add("weight_shape", Json.array(layer.weightShape()));
    }
    return json;
  }

  private static JsonObject toJson(Reduction reduction) {
    JsonObject json = new JsonObject();
    json.add("full_shape", Json.array(reduction.fullShape()));
    json.add("channels", Json.array(reduction.channels()));
    json.addProperty("pooling", reduction.pooling());
    return json;
  }

  private static JsonElement detail(Object value) {
    if (value instanceof Boolean b) {
      return new JsonPrimitive(b);
    }
    if (value instanceof Number n && Double.isFinite(n.doubleValue())) {
      return new JsonPrimitive(n);
    }
    if (value instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(element -> array.add(detail(element)));
      return array;
    }
    return new JsonPrimitive(String.valueOf(value));
  }

  /**
   * The parsed root.
   *
   * @param info what it says
   * @param groups the group of each layer, {@code layers/…}
   * @param seriesPaths the array of each series, {@code series/…}
   * @param checksums what is to be believed of the table of checksums
   * @param columns the column that each array has in it; empty if nothing is to be believed
   */
  record Parsed(
      RecordingInfo info,
      List<String> groups,
      List<String> seriesPaths,
      Checksums checksums,
      Map<String, Integer> columns) {}

  static Parsed parse(byte[] utf8) throws ZarrFormatException {
    JsonObject json = Json.parse(ROOT, utf8);
    Json.integer(ROOT, json, "zarr_format", 3, 3);
    JsonObject attributes = Json.object(ROOT, json, "attributes");
    if (!"group".equals(Json.string(ROOT, json, "node_type")) || !attributes.has("zoetrope")) {
      throw new ZarrFormatException(ROOT, "is a Zarr store but not a Zoetrope recording");
    }
    JsonObject zoetrope = Json.object(ROOT, attributes, "zoetrope");
    int version = Json.integer(ROOT, zoetrope, "format_version", 1, Integer.MAX_VALUE);
    return switch (version) {
      case FORMAT_VERSION -> parseVersion1(zoetrope);
      default ->
          throw new ZarrFormatException(
              ROOT,
              "format version "
                  + version
                  + " is newer than version "
                  + FORMAT_VERSION
                  + ", the latest this program reads; update Zoetrope");
    };
  }

  private static Parsed parseVersion1(JsonObject zoetrope) throws ZarrFormatException {
    List<Layer> layers = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonElement element : Json.list(ROOT, zoetrope, "layers")) {
      if (!(element instanceof JsonObject layer)) {
        throw new ZarrFormatException(ROOT, "\"layers\" in zarr.json must hold objects");
      }
      String group = Json.string(ROOT, layer, "path");
      if (!group.matches("layers/" + SAFE_SEGMENT)) {
        throw new ZarrFormatException(ROOT, "layer path \"" + group + "\" is not allowed");
      }
      layers.add(parseLayer(layer));
      groups.add(group);
      if (!names.add(group) || !names.add("name " + Json.string(ROOT, layer, "name"))) {
        throw new ZarrFormatException(ROOT, "layer \"" + group + "\" appears twice");
      }
    }
    List<String> series = new ArrayList<>();
    List<String> seriesPaths = new ArrayList<>();
    if (zoetrope.has("series")) {
      parseSeries(Json.list(ROOT, zoetrope, "series"), series, seriesPaths);
    }
    RecordingInfo info =
        new RecordingInfo(
            FORMAT_VERSION,
            Json.integer(ROOT, zoetrope, "frames", 0, Integer.MAX_VALUE),
            Json.bool(ROOT, zoetrope, "complete"),
            zoetrope.has(ENDING)
                ? Optional.of(Json.string(ROOT, zoetrope, ENDING))
                : Optional.empty(),
            parseRun(Json.object(ROOT, zoetrope, "run")),
            layers,
            series,
            zoetrope.has(LEFT_OUT) ? parseLeftOut(Json.list(ROOT, zoetrope, LEFT_OUT)) : List.of());
    Checksums checksums =
        zoetrope.has(CHECKSUMS)
            ? Checksums.parse(Json.object(ROOT, zoetrope, CHECKSUMS), info.frames())
            : Checksums.NONE;
    return new Parsed(
        info,
        List.copyOf(groups),
        List.copyOf(seriesPaths),
        checksums,
        checksums.rows() > 0 ? columns(layers, groups, seriesPaths) : Map.of());
  }

  /** Returns the column of each array in the table of checksums: the arrays in a fixed order. */
  private static Map<String, Integer> columns(
      List<Layer> layers, List<String> groups, List<String> seriesPaths) {
    List<String> paths =
        new ArrayList<>(List.of(PROBE_INPUT, PROBE_LABEL, STEP, EPOCH, LOSS, ACCURACY));
    for (int i = 0; i < layers.size(); i++) {
      paths.add(Store.key(groups.get(i), ACTIVATION));
      paths.add(Store.key(groups.get(i), STATISTICS));
      if (!layers.get(i).weightShape().isEmpty()) {
        paths.add(Store.key(groups.get(i), WEIGHT));
      }
    }
    paths.addAll(seriesPaths);
    Map<String, Integer> columns = new HashMap<>();
    paths.forEach(path -> columns.put(path, columns.size()));
    return columns;
  }

  private static void parseSeries(JsonArray entries, List<String> names, List<String> paths)
      throws ZarrFormatException {
    for (JsonElement element : entries) {
      if (!(element instanceof JsonObject entry)) {
        throw new ZarrFormatException(ROOT, "\"series\" in zarr.json must hold objects");
      }
      String path = Json.string(ROOT, entry, "path");
      if (!path.matches("series/" + SAFE_SEGMENT)) {
        throw new ZarrFormatException(ROOT, "series path \"" + path + "\" is not allowed");
      }
      String name = Json.string(ROOT, entry, "name");
      if (names.contains(name) || paths.contains(path)) {
        throw new ZarrFormatException(ROOT, "series \"" + path + "\" appears twice");
      }
      names.add(name);
      paths.add(path);
    }
  }

  private static List<LeftOut> parseLeftOut(JsonArray entries) throws ZarrFormatException {
    List<LeftOut> leftOut = new ArrayList<>();
    for (JsonElement element : entries) {
      if (!(element instanceof JsonObject entry)) {
        throw new ZarrFormatException(ROOT, "\"" + LEFT_OUT + "\" in zarr.json must hold objects");
      }
      leftOut.add(
          new LeftOut(Json.string(ROOT, entry, "layer"), Json.string(ROOT, entry, "reason")));
    }
    return leftOut;
  }

  private static RunInfo parseRun(JsonObject run) throws ZarrFormatException {
    try {
      Map<String, Object> details = new LinkedHashMap<>();
      for (Map.Entry<String, JsonElement> entry : Json.object(ROOT, run, "details").entrySet()) {
        details.put(entry.getKey(), parseDetail(entry.getValue()));
      }
      return new RunInfo(
          Json.string(ROOT, run, "name"),
          Instant.parse(Json.string(ROOT, run, "started")),
          Json.integer(ROOT, run, "planned_frames", 0, Integer.MAX_VALUE),
          details);
    } catch (DateTimeException e) {
      throw new ZarrFormatException(ROOT, "\"started\" in zarr.json must be a UTC time");
    }
  }

  private static Object parseDetail(JsonElement element) {
    if (element instanceof JsonArray array) {
      List<Object> list = new ArrayList<>();
      array.forEach(value -> list.add(parseDetail(value)));
      return List.copyOf(list);
    }
    if (element instanceof JsonPrimitive p && p.isBoolean()) {
      return p.getAsBoolean();
    }
    if (element instanceof JsonPrimitive p && p.isNumber()) {
      String text = p.getAsString();
      if (text.matches("-?[0-9]{1,18}")) {
        return Long.parseLong(text);
      }
      return Double.parseDouble(text);
    }
    return element instanceof JsonPrimitive p ? p.getAsString() : element.toString();
  }

  private static Layer parseLayer(JsonObject json) throws ZarrFormatException {
    OptionalDouble bound =
        json.has("bound")
            ? OptionalDouble.of(Json.number(ROOT, json, "bound"))
            : OptionalDouble.empty();
    String stored = Json.string(ROOT, json, "precision");
    try {
      Layer layer =
          new Layer(
              Json.string(ROOT, json, "name"),
              Json.string(ROOT, json, "type"),
              Json.integers(ROOT, json, "shape", 1),
              bound,
              Precision.valueOf(stored.toUpperCase(Locale.ROOT)),
              json.has("reduction")
                  ? Optional.of(parseReduction(Json.object(ROOT, json, "reduction")))
                  : Optional.empty(),
              json.has("weight_shape") ? Json.integers(ROOT, json, "weight_shape", 1) : List.of());
      layer.valuesPerProbe();
      layer.weights();
      return layer.settled();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ZarrFormatException(ROOT, "layer in zarr.json: " + e.getMessage());
    }
  }

  private static Reduction parseReduction(JsonObject json) throws ZarrFormatException {
    return new Reduction(
        Json.integers(ROOT, json, "full_shape", 1),
        Json.integers(ROOT, json, "channels", 0),
        Json.integer(ROOT, json, "pooling", 1, Integer.MAX_VALUE));
  }

  /** Returns a safe, unique path for each layer: {@code layers/features.conv1}. */
  static List<String> groups(List<Layer> layers) {
    List<String> groups = new ArrayList<>();
    for (Layer layer : layers) {
      groups.add(safePath("layers/", layer.name(), groups));
    }
    return groups;
  }

  /** Returns the path of one more series: {@code series/lr}. */
  static String seriesPath(String name, List<String> taken) {
    return safePath("series/", name, taken);
  }

  private static String safePath(String folder, String name, List<String> taken) {
    // Lower case, since some file systems do not tell it from upper case.
    Set<String> used = new HashSet<>(Set.of(folder + Store.METADATA));
    taken.forEach(path -> used.add(path.toLowerCase(Locale.ROOT)));
    String safe = name.replace('/', '.').replaceAll("[^A-Za-z0-9._-]", "_");
    safe = safe.substring(0, Math.min(100, safe.length())).replaceFirst("^(\\.|__)+", "_");
    String path = folder + safe;
    for (int suffix = 2; used.contains(path.toLowerCase(Locale.ROOT)); suffix++) {
      path = folder + safe + "-" + suffix;
    }
    return path;
  }

  static ArrayMetadata series(DataType type, int capacity) {
    return new ArrayMetadata(
        List.of(capacity), SERIES_CHUNK, type, List.of("frame"), new JsonObject());
  }

  /** A series of scalars if {@code columns} is empty, else one of rows. */
  static ArrayMetadata series(List<String> columns, int capacity) {
    if (columns.isEmpty()) {
      return series(DataType.FLOAT32, capacity);
    }
    JsonObject attributes = new JsonObject();
    attributes.add(COLUMNS, Json.array(columns));
    long sliceBytes = (long) DataType.FLOAT32.size() * columns.size();
    return new ArrayMetadata(
        List.of(capacity, columns.size()),
        framesPerChunk(sliceBytes, SERIES_CHUNK),
        DataType.FLOAT32,
        List.of("frame", "column"),
        attributes);
  }

  /** Returns the names of a series' columns, as many as the array has; none for scalars. */
  static List<String> columns(String path, ArrayMetadata array) throws ZarrFormatException {
    if (array.shape().size() == 1) {
      return List.of();
    }
    List<String> columns = new ArrayList<>();
    for (JsonElement column : Json.list(path, array.attributes(), COLUMNS)) {
      if (!(column instanceof JsonPrimitive p)
          || !p.isString()
          || columns.contains(p.getAsString())) {
        throw new ZarrFormatException(path, "\"" + COLUMNS + "\" must hold distinct strings");
      }
      columns.add(p.getAsString());
    }
    if (array.shape().size() != 2 || array.shape().get(1) != columns.size()) {
      throw new ZarrFormatException(
          path, "its shape does not fit its " + columns.size() + " columns");
    }
    return columns;
  }

  static ArrayMetadata activation(Layer layer, int probes, int capacity) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("layer", layer.name());
    if (layer.precision() == Precision.INT8) {
      // Decoded by xarray without help: CF conventions, section 8.1, packed data.
      attributes.addProperty("scale_factor", ActivationCodec.scaleFactor(layer));
      attributes.addProperty("_FillValue", ActivationCodec.NO_VALUE);
    }
    List<Integer> shape = new ArrayList<>(List.of(capacity, probes));
    shape.addAll(layer.shape());
    long sliceBytes = (long) layer.precision().dataType().size() * probes * layer.valuesPerProbe();
    return new ArrayMetadata(
        shape,
        framesPerChunk(sliceBytes, MAX_FRAMES_PER_CHUNK),
        layer.precision().dataType(),
        dimensionNames("probe", layer.shape().size()),
        attributes);
  }

  /** {@code counts} are those of all frames so far. */
  static ArrayMetadata statistics(Layer layer, int capacity, ValueCounts counts) {
    JsonObject attributes = new JsonObject();
    attributes.add("statistic", Json.array(List.of("min", "max", "mean", "std")));
    attributes.addProperty(NOT_FINITE, counts.notFinite());
    if (counts.clipped() > 0) {
      attributes.addProperty(CLIPPED, counts.clipped());
    }
    if (counts.vanished() > 0) {
      attributes.addProperty(VANISHED, counts.vanished());
    }
    return new ArrayMetadata(
        List.of(capacity, layer.channels(), Statistics.COUNT),
        framesPerChunk(
            (long) Float.BYTES * layer.channels() * Statistics.COUNT, MAX_FRAMES_PER_CHUNK),
        DataType.FLOAT32,
        List.of("frame", "channel", "statistic"),
        attributes);
  }

  static ArrayMetadata weight(Layer layer, int capacity) {
    JsonObject attributes = new JsonObject();
    attributes.addProperty("layer", layer.name());
    List<Integer> shape = new ArrayList<>(List.of(capacity));
    shape.addAll(layer.weightShape());
    return new ArrayMetadata(
        shape,
        framesPerChunk((long) DataType.FLOAT32.size() * layer.weights(), MAX_FRAMES_PER_CHUNK),
        DataType.FLOAT32,
        weightDimensionNames(layer.weightShape().size()),
        attributes);
  }

  /** The table of checksums; {@code rows} are those to declare room for. */
  static ArrayMetadata checksums(int columns, int rows) {
    return new ArrayMetadata(
        List.of(rows, columns),
        framesPerChunk((long) DataType.UINT32.size() * columns, MAX_FRAMES_PER_CHUNK),
        DataType.UINT32,
        List.of("row", "array"),
        new JsonObject());
  }

  private static List<String> weightDimensionNames(int rank) {
    return switch (rank) {
      case 2 -> List.of("frame", "out", "in");
      case 3 -> List.of("frame", "out", "in", "kx");
      case 4 -> List.of("frame", "out", "in", "ky", "kx");
      case 5 -> List.of("frame", "out", "in", "kz", "ky", "kx");
      default -> {
        List<String> names = new ArrayList<>(List.of("frame"));
        for (int axis = 0; axis < rank; axis++) {
          names.add("axis" + axis);
        }
        yield names;
      }
    };
  }

  private static int framesPerChunk(long sliceBytes, int most) {
    long fitting = Math.max(1, Math.min(most, CHUNK_BYTES / sliceBytes));
    return (int) Long.highestOneBit(fitting);
  }

  /** Returns names for the axes: frame, second, then those of a value of that rank. */
  static List<String> dimensionNames(String second, int rank) {
    List<String> names = new ArrayList<>(List.of("frame", second));
    switch (rank) {
      case 1 -> names.add("unit");
      case 2 -> names.addAll(List.of("channel", "x"));
      case 3 -> names.addAll(List.of("channel", "y", "x"));
      case 4 -> names.addAll(List.of("channel", "z", "y", "x"));
      default -> {
        for (int axis = 0; axis < rank; axis++) {
          names.add("axis" + axis);
        }
      }
    }
    return names;
  }
}
