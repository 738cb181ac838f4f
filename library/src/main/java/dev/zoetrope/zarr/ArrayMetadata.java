package dev.zoetrope.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The contents of an array's {@code zarr.json}. Only the first axis is split into chunks, so one
 * index identifies a chunk; its key is {@code c.i.0.0…}, a file in the array's folder.
 *
 * @param shape the length of each axis, first axis first; row-major (C) order
 * @param chunkLength the length of a chunk along the first axis
 * @param dataType the element type, which also decides the fill value
 * @param dimensionNames a name for each axis
 * @param attributes free attributes; never modified after construction
 * @param crc32c whether each chunk ends with a CRC-32C; chunks of old arrays do not
 */
public record ArrayMetadata(
    List<Integer> shape,
    int chunkLength,
    DataType dataType,
    List<String> dimensionNames,
    JsonObject attributes,
    boolean crc32c) {

  /**
   * The largest size of a chunk before compression, which limits what a damaged header can claim.
   */
  public static final int MAX_CHUNK_BYTES = 64 << 20;

  static final int COMPRESSION_LEVEL = 3;
  private static final int MAX_RANK = 16;

  /**
   * Checks the shape.
   *
   * @throws IllegalArgumentException if a chunk would be larger than {@link #MAX_CHUNK_BYTES}
   */
  public ArrayMetadata {
    shape = List.copyOf(shape);
    dimensionNames = List.copyOf(dimensionNames);
    long bytes = (long) chunkLength * dataType.size();
    for (int axis = 1; axis < shape.size(); axis++) {
      if (bytes <= MAX_CHUNK_BYTES) {
        bytes *= shape.get(axis);
      }
    }
    if (bytes > MAX_CHUNK_BYTES) {
      throw new IllegalArgumentException(
          "one chunk would hold more than " + MAX_CHUNK_BYTES + " bytes");
    }
  }

  /** Describes an array whose chunks end with a CRC-32C, as all new ones do. */
  public ArrayMetadata(
      List<Integer> shape,
      int chunkLength,
      DataType dataType,
      List<String> dimensionNames,
      JsonObject attributes) {
    this(shape, chunkLength, dataType, dimensionNames, attributes, true);
  }

  /** Returns the bytes of one slice: one step along the first axis. */
  public int sliceBytes() {
    int bytes = dataType.size();
    for (int axis = 1; axis < shape.size(); axis++) {
      bytes *= shape.get(axis);
    }
    return bytes;
  }

  /** Returns the bytes of a chunk before compression. */
  public int chunkBytes() {
    return chunkLength * sliceBytes();
  }

  /** Returns a copy with another length of the first axis. */
  public ArrayMetadata withLength(int length) {
    List<Integer> longer = new ArrayList<>(shape);
    longer.set(0, length);
    return new ArrayMetadata(longer, chunkLength, dataType, dimensionNames, attributes, crc32c);
  }

  /** Returns a copy with other attributes. */
  public ArrayMetadata withAttributes(JsonObject changed) {
    return new ArrayMetadata(shape, chunkLength, dataType, dimensionNames, changed, crc32c);
  }

  /** Returns the key of a chunk, relative to the array's path. */
  public String chunkKey(int chunk) {
    return "c." + chunk + ".0".repeat(shape.size() - 1);
  }

  /** Returns the array's {@code zarr.json}, as defined by the Zarr v3 core specification 3.1. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("zarr_format", 3);
    json.addProperty("node_type", "array");
    json.add("shape", Json.array(shape));
    json.addProperty("data_type", dataType.zarrName());
    List<Integer> chunkShape = new ArrayList<>(shape);
    chunkShape.set(0, chunkLength);
    json.add("chunk_grid", named("regular", "chunk_shape", Json.array(chunkShape)));
    json.add("chunk_key_encoding", named("default", "separator", new JsonPrimitive(".")));
    json.add("fill_value", dataType.fillValue());
    JsonObject zstd = named("zstd", "level", new JsonPrimitive(COMPRESSION_LEVEL));
    zstd.getAsJsonObject("configuration").addProperty("checksum", true);
    JsonArray codecs = new JsonArray();
    codecs.add(named("bytes", "endian", new JsonPrimitive("little")));
    codecs.add(zstd);
    if (crc32c) {
      JsonObject checksum = new JsonObject();
      checksum.addProperty("name", "crc32c");
      codecs.add(checksum);
    }
    json.add("codecs", codecs);
    json.add("dimension_names", Json.array(dimensionNames));
    json.add("attributes", attributes);
    return json;
  }

  private static JsonObject named(String name, String key, JsonElement value) {
    JsonObject configuration = new JsonObject();
    configuration.add(key, value);
    JsonObject json = new JsonObject();
    json.addProperty("name", name);
    json.add("configuration", configuration);
    return json;
  }

  /**
   * Parses the {@code zarr.json} of an array in the form that this class writes.
   *
   * @param array the array's path, for errors
   */
  public static ArrayMetadata parse(String array, byte[] utf8) throws ZarrFormatException {
    JsonObject json = Json.parse(array, utf8);
    Json.integer(array, json, "zarr_format", 3, 3);
    require(array, "array".equals(Json.string(array, json, "node_type")), "node_type", "array");
    List<Integer> shape = Json.integers(array, json, "shape", 0);
    require(array, !shape.isEmpty() && shape.size() <= MAX_RANK, "shape", "1 to 16 axes");
    String typeName = Json.string(array, json, "data_type");
    DataType type =
        DataType.named(typeName)
            .orElseThrow(() -> new ZarrFormatException(array, "unknown data_type " + typeName));
    require(array, type.fillValue().equals(json.get("fill_value")), "fill_value", type.fillValue());

    JsonObject grid = Json.object(array, json, "chunk_grid");
    require(array, "regular".equals(Json.string(array, grid, "name")), "chunk_grid", "regular");
    JsonObject gridConfiguration = Json.object(array, grid, "configuration");
    List<Integer> chunkShape = Json.integers(array, gridConfiguration, "chunk_shape", 1);
    require(
        array,
        chunkShape.size() == shape.size()
            && chunkShape.subList(1, shape.size()).equals(shape.subList(1, shape.size())),
        "chunk_shape",
        "split along the first axis only");
    JsonObject encoding = Json.object(array, json, "chunk_key_encoding");
    require(
        array,
        "default".equals(Json.string(array, encoding, "name"))
            && "."
                .equals(
                    Json.string(array, Json.object(array, encoding, "configuration"), "separator")),
        "chunk_key_encoding",
        "default with separator \".\"");
    boolean crc32c = endsWithCrc32c(array, Json.list(array, json, "codecs"));

    List<String> names = new ArrayList<>();
    for (JsonElement name : Json.list(array, json, "dimension_names")) {
      require(array, name instanceof JsonPrimitive p && p.isString(), "dimension_names", "strings");
      names.add(name.getAsString());
    }
    require(array, names.size() == shape.size(), "dimension_names", "one for each axis");
    try {
      return new ArrayMetadata(
          shape, chunkShape.get(0), type, names, Json.object(array, json, "attributes"), crc32c);
    } catch (IllegalArgumentException e) {
      throw new ZarrFormatException(array, e.getMessage());
    }
  }

  private static boolean endsWithCrc32c(String array, JsonArray codecs) throws ZarrFormatException {
    List<String> names = new ArrayList<>();
    for (JsonElement codec : codecs) {
      names.add(codec instanceof JsonObject o ? Json.string(array, o, "name") : "?");
    }
    boolean crc32c = names.equals(List.of("bytes", "zstd", "crc32c"));
    require(
        array,
        crc32c || names.equals(List.of("bytes", "zstd")),
        "codecs",
        "bytes, zstd and optionally crc32c");
    JsonElement configuration = codecs.get(0).getAsJsonObject().get("configuration");
    require(
        array,
        configuration instanceof JsonObject o
            && Objects.equals(o.get("endian"), new JsonPrimitive("little")),
        "endian",
        "little");
    return crc32c;
  }

  private static void require(String array, boolean holds, String key, Object expected)
      throws ZarrFormatException {
    if (!holds) {
      throw new ZarrFormatException(array, "\"" + key + "\" in zarr.json must be " + expected);
    }
  }
}
