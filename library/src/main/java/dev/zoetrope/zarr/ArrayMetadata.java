package dev.zoetrope.zarr;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The contents of an array's {@code zarr.json}. Chunks are numbered in row-major order of their
 * places in the grid. A chunk's key is {@code c.i.j…}, a file in the array's folder.
 *
 * @param shape the length of each axis, first axis first; row-major (C) order
 * @param chunkShape the length of a chunk along each axis; most arrays are split along the first
 *     axis only
 * @param transposed whether each chunk is stored with its last axis first, which only arrays with
 *     two axes can be
 * @param dataType the element type, which also decides the fill value
 * @param dimensionNames a name for each axis
 * @param attributes free attributes; never modified after construction
 * @param crc32c whether each chunk ends with a CRC-32C; chunks of old arrays do not
 */
public record ArrayMetadata(
    List<Integer> shape,
    List<Integer> chunkShape,
    boolean transposed,
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
    chunkShape = List.copyOf(chunkShape);
    dimensionNames = List.copyOf(dimensionNames);
    long bytes = dataType.size();
    for (int length : chunkShape) {
      if (bytes <= MAX_CHUNK_BYTES) {
        bytes *= length;
      }
    }
    if (bytes > MAX_CHUNK_BYTES) {
      throw new IllegalArgumentException(
          "one chunk would hold more than " + MAX_CHUNK_BYTES + " bytes");
    }
  }

  /**
   * Describes an array that is split along its first axis only and whose chunks end with a CRC-32C,
   * as those of all new arrays do.
   */
  public ArrayMetadata(
      List<Integer> shape,
      int chunkLength,
      DataType dataType,
      List<String> dimensionNames,
      JsonObject attributes) {
    this(shape, along(shape, chunkLength), false, dataType, dimensionNames, attributes, true);
  }

  private static List<Integer> along(List<Integer> shape, int chunkLength) {
    List<Integer> chunk = new ArrayList<>(shape);
    chunk.set(0, chunkLength);
    return chunk;
  }

  /** Returns the length of a chunk along the first axis. */
  public int chunkLength() {
    return chunkShape.get(0);
  }

  /** Returns whether only the first axis is split, so that a chunk holds whole slices. */
  public boolean holdsWholeSlices() {
    return !transposed
        && chunkShape.subList(1, shape.size()).equals(shape.subList(1, shape.size()));
  }

  /** Returns the bytes of one slice of a chunk: one step along the first axis. */
  public int sliceBytes() {
    int bytes = dataType.size();
    for (int length : chunkShape.subList(1, chunkShape.size())) {
      bytes *= length;
    }
    return bytes;
  }

  /** Returns the bytes of a chunk before compression. */
  public int chunkBytes() {
    return chunkLength() * sliceBytes();
  }

  /** Returns how many chunks lie side by side at one place of the first axis. */
  public int chunksAcross() {
    int chunks = 1;
    for (int axis = 1; axis < shape.size(); axis++) {
      chunks = Math.multiplyExact(chunks, across(axis));
    }
    return chunks;
  }

  private int across(int axis) {
    return Math.max(1, (shape.get(axis) - 1) / chunkShape.get(axis) + 1);
  }

  /** Returns a copy with another length of the first axis. */
  public ArrayMetadata withLength(int length) {
    List<Integer> longer = new ArrayList<>(shape);
    longer.set(0, length);
    return new ArrayMetadata(
        longer, chunkShape, transposed, dataType, dimensionNames, attributes, crc32c);
  }

  /** Returns a copy with other attributes. */
  public ArrayMetadata withAttributes(JsonObject changed) {
    return new ArrayMetadata(
        shape, chunkShape, transposed, dataType, dimensionNames, changed, crc32c);
  }

  /** Fills a chunk with the fill value. */
  public void fill(byte[] chunk) {
    dataType.fill(ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Returns the key of a chunk, relative to the array's path. */
  public String chunkKey(int chunk) {
    StringBuilder key = new StringBuilder();
    int rest = chunk;
    for (int axis = shape.size() - 1; axis > 0; axis--) {
      key.insert(0, "." + rest % across(axis));
      rest /= across(axis);
    }
    return key.insert(0, "c." + rest).toString();
  }

  /** Returns the array's {@code zarr.json}, as defined by the Zarr v3 core specification 3.1. */
  public JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("zarr_format", 3);
    json.addProperty("node_type", "array");
    json.add("shape", Json.array(shape));
    json.addProperty("data_type", dataType.zarrName());
    json.add("chunk_grid", named("regular", "chunk_shape", Json.array(chunkShape)));
    json.add("chunk_key_encoding", named("default", "separator", new JsonPrimitive(".")));
    json.add("fill_value", dataType.fillValue());
    JsonObject zstd = named("zstd", "level", new JsonPrimitive(COMPRESSION_LEVEL));
    zstd.getAsJsonObject("configuration").addProperty("checksum", true);
    JsonArray codecs = new JsonArray();
    if (transposed) {
      codecs.add(named("transpose", "order", Json.array(List.of(1, 0))));
    }
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
    require(array, chunkShape.size() == shape.size(), "chunk_shape", "one length for each axis");
    JsonObject encoding = Json.object(array, json, "chunk_key_encoding");
    require(
        array,
        "default".equals(Json.string(array, encoding, "name"))
            && "."
                .equals(
                    Json.string(array, Json.object(array, encoding, "configuration"), "separator")),
        "chunk_key_encoding",
        "default with separator \".\"");
    JsonArray codecs = Json.list(array, json, "codecs");
    boolean transposed = beginsWithTranspose(array, codecs);
    require(array, !transposed || shape.size() == 2, "transpose", "of two axes");
    if (transposed) {
      codecs.remove(0);
    }
    boolean crc32c = endsWithCrc32c(array, codecs);

    List<String> names = new ArrayList<>();
    for (JsonElement name : Json.list(array, json, "dimension_names")) {
      require(array, name instanceof JsonPrimitive p && p.isString(), "dimension_names", "strings");
      names.add(name.getAsString());
    }
    require(array, names.size() == shape.size(), "dimension_names", "one for each axis");
    try {
      return new ArrayMetadata(
          shape,
          chunkShape,
          transposed,
          type,
          names,
          Json.object(array, json, "attributes"),
          crc32c);
    } catch (IllegalArgumentException e) {
      throw new ZarrFormatException(array, e.getMessage());
    }
  }

  private static boolean beginsWithTranspose(String array, JsonArray codecs)
      throws ZarrFormatException {
    if (codecs.isEmpty()
        || !(codecs.get(0) instanceof JsonObject first)
        || !"transpose".equals(Json.string(array, first, "name"))) {
      return false;
    }
    JsonObject configuration = Json.object(array, first, "configuration");
    require(
        array,
        Json.integers(array, configuration, "order", 0).equals(List.of(1, 0)),
        "order",
        "[1, 0]");
    return true;
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
        "transpose (optional), bytes, zstd, crc32c (optional)");
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
