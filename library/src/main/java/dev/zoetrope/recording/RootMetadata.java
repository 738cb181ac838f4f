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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  static final String NOT_FINITE = "non_finite_values";
  static final String PROBE_INPUT = "probes/input";
  static final String PROBE_LABEL = "probes/label";

  private static final String ROOT = "";
  private static final int CHUNK_BYTES = 512 << 10;
  private static final int MAX_FRAMES_PER_CHUNK = 64;

  private RootMetadata() {}

  static JsonObject toJson(RecordingInfo info, List<String> groups) {
    JsonObject zoetrope = new JsonObject();
    zoetrope.addProperty("format_version", info.formatVersion());
    zoetrope.addProperty("frames", info.frames());
    zoetrope.addProperty("complete", info.complete());
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
    JsonObject attributes = new JsonObject();
    attributes.add("zoetrope", zoetrope);
    return group(attributes);
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

  /** The parsed root: what it says, and the group of each layer, {@code layers/…}. */
  record Parsed(RecordingInfo info, List<String> groups) {}

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
      if (!group.matches("layers/[A-Za-z0-9_-][A-Za-z0-9._-]*")) {
        throw new ZarrFormatException(ROOT, "layer path \"" + group + "\" is not allowed");
      }
      layers.add(parseLayer(layer));
      groups.add(group);
      if (!names.add(group) || !names.add("name " + Json.string(ROOT, layer, "name"))) {
        throw new ZarrFormatException(ROOT, "layer \"" + group + "\" appears twice");
      }
    }
    return new Parsed(
        new RecordingInfo(
            FORMAT_VERSION,
            Json.integer(ROOT, zoetrope, "frames", 0, Integer.MAX_VALUE),
            Json.bool(ROOT, zoetrope, "complete"),
            parseRun(Json.object(ROOT, zoetrope, "run")),
            layers),
        List.copyOf(groups));
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
              Precision.valueOf(stored.toUpperCase(Locale.ROOT)));
      layer.valuesPerProbe();
      return layer.settled();
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ZarrFormatException(ROOT, "layer in zarr.json: " + e.getMessage());
    }
  }

  /** Returns a safe, unique path segment for each layer: {@code layers/features.conv1}. */
  static List<String> groups(List<Layer> layers) {
    List<String> groups = new ArrayList<>();
    // Lower case, since some file systems do not tell it from upper case.
    Set<String> taken = new HashSet<>(Set.of("layers/" + Store.METADATA));
    for (Layer layer : layers) {
      String safe = layer.name().replace('/', '.').replaceAll("[^A-Za-z0-9._-]", "_");
      safe = safe.substring(0, Math.min(100, safe.length())).replaceFirst("^(\\.|__)+", "_");
      String group = "layers/" + safe;
      for (int suffix = 2; !taken.add(group.toLowerCase(Locale.ROOT)); suffix++) {
        group = "layers/" + safe + "-" + suffix;
      }
      groups.add(group);
    }
    return groups;
  }

  static ArrayMetadata series(DataType type, int capacity) {
    return new ArrayMetadata(List.of(capacity), 1024, type, List.of("frame"), new JsonObject());
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
        framesPerChunk(sliceBytes),
        layer.precision().dataType(),
        dimensionNames("probe", layer.shape().size()),
        attributes);
  }

  /** {@code notFinite} counts the NaN and infinite values of all frames so far. */
  static ArrayMetadata statistics(Layer layer, int capacity, long notFinite) {
    JsonObject attributes = new JsonObject();
    attributes.add("statistic", Json.array(List.of("min", "max", "mean", "std")));
    attributes.addProperty(NOT_FINITE, notFinite);
    return new ArrayMetadata(
        List.of(capacity, layer.channels(), Statistics.COUNT),
        framesPerChunk((long) Float.BYTES * layer.channels() * Statistics.COUNT),
        DataType.FLOAT32,
        List.of("frame", "channel", "statistic"),
        attributes);
  }

  private static int framesPerChunk(long sliceBytes) {
    long fitting = Math.max(1, Math.min(MAX_FRAMES_PER_CHUNK, CHUNK_BYTES / sliceBytes));
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
