package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.Zstd;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * Checks a directory against the Zarr v3 core specification, section by section, without the
 * library: every node has metadata with all mandatory members; every other file is a chunk in some
 * array's grid and decodes to the chunk's size.
 */
final class ZarrTree {

  private static final Map<String, Integer> SIZES =
      Map.of(
          "int8", 1, "uint8", 1, "int16", 2, "float16", 2, "float32", 4, "uint32", 4, "float64", 8,
          "int64", 8);
  private static final Set<String> ARRAY_MEMBERS =
      Set.of(
          "zarr_format",
          "node_type",
          "shape",
          "data_type",
          "chunk_grid",
          "chunk_key_encoding",
          "fill_value",
          "codecs",
          "dimension_names",
          "attributes");

  private ZarrTree() {}

  /** Fails if the tree is not a valid group; temporary files are ignored. */
  static void assertValid(Path root) throws IOException {
    assertThat(read(root).get("node_type").getAsString()).isEqualTo("group");
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        if (Files.isRegularFile(path) && !path.toString().endsWith(".tmp")) {
          assertFile(root, path);
        }
      }
    }
  }

  private static void assertFile(Path root, Path file) throws IOException {
    JsonObject node = read(file.getParent());
    String type = node.get("node_type").getAsString();
    if (!file.getParent().equals(root)) {
      // An explicit hierarchy: every parent is a group.
      assertThat(read(file.getParent().getParent()).get("node_type").getAsString())
          .as(file + "'s parent")
          .isEqualTo("group");
    }
    if (!file.endsWith("zarr.json")) {
      assertThat(type).as(file.toString()).isEqualTo("array");
      assertChunk(node, file);
    } else if (type.equals("array")) {
      assertArray(node, file);
    } else {
      assertThat(node.keySet())
          .as(file.toString())
          .containsExactlyInAnyOrder("zarr_format", "node_type", "attributes");
    }
  }

  private static JsonObject read(Path node) throws IOException {
    JsonObject json =
        JsonParser.parseString(Files.readString(node.resolve("zarr.json"))).getAsJsonObject();
    assertThat(json.get("zarr_format").getAsInt()).as(node.toString()).isEqualTo(3);
    assertThat(json.get("attributes").isJsonObject()).isTrue();
    return json;
  }

  private static List<Integer> integers(JsonElement array) {
    return array.getAsJsonArray().asList().stream().map(JsonElement::getAsInt).toList();
  }

  private static List<Integer> chunkShape(JsonObject array) {
    JsonObject grid = array.getAsJsonObject("chunk_grid");
    assertThat(grid.get("name").getAsString()).isEqualTo("regular");
    return integers(grid.getAsJsonObject("configuration").get("chunk_shape"));
  }

  private static void assertArray(JsonObject array, Path file) {
    assertThat(array.keySet())
        .as(file.toString())
        .containsExactlyInAnyOrderElementsOf(ARRAY_MEMBERS);
    List<Integer> shape = integers(array.get("shape"));
    assertThat(shape).as(file.toString()).isNotEmpty().allMatch(length -> length >= 0);
    assertThat(chunkShape(array)).hasSameSizeAs(shape).allMatch(length -> length > 0);
    assertThat(SIZES).containsKey(array.get("data_type").getAsString());
    JsonArray names = array.getAsJsonArray("dimension_names");
    assertThat(names).hasSameSizeAs(shape);
    JsonObject encoding = array.getAsJsonObject("chunk_key_encoding");
    assertThat(encoding.get("name").getAsString()).isEqualTo("default");
    assertThat(encoding.getAsJsonObject("configuration").get("separator").getAsString())
        .isEqualTo(".");
    List<String> codecs = codecs(array);
    if (shape.size() == 2 && codecs.get(0).equals("transpose")) {
      codecs.remove(0);
    }
    assertThat(codecs).as(file.toString()).containsExactly("bytes", "zstd", "crc32c");
    JsonElement fill = array.get("fill_value");
    if (array.get("data_type").getAsString().startsWith("float")) {
      assertThat(fill.getAsString()).isEqualTo("NaN");
    } else {
      assertThat(fill.getAsJsonPrimitive().isNumber()).isTrue();
    }
  }

  private static List<String> codecs(JsonObject array) {
    List<String> names = new ArrayList<>();
    array
        .getAsJsonArray("codecs")
        .forEach(c -> names.add(c.getAsJsonObject().get("name").getAsString()));
    return names;
  }

  private static void assertChunk(JsonObject array, Path file) throws IOException {
    String name = file.getFileName().toString();
    assertThat(name).matches("c(\\.[0-9]+)+");
    List<Integer> index =
        Arrays.stream(name.substring(2).split("\\.", -1)).map(Integer::valueOf).toList();
    List<Integer> chunk = chunkShape(array);
    assertThat(index).as(file.toString()).hasSameSizeAs(chunk);
    long bytes = SIZES.get(array.get("data_type").getAsString());
    for (int axis = 0; axis < chunk.size(); axis++) {
      bytes *= chunk.get(axis);
    }
    byte[] stored = Files.readAllBytes(file);
    int length = stored.length - 4;
    CRC32C crc = new CRC32C();
    crc.update(stored, 0, length);
    assertThat(ByteBuffer.wrap(stored).order(ByteOrder.LITTLE_ENDIAN).getInt(length))
        .as(file.toString())
        .isEqualTo((int) crc.getValue());
    byte[] decoded = Zstd.decompress(Arrays.copyOf(stored, length), (int) bytes);
    assertThat(decoded).as(file.toString()).hasSize((int) bytes);
  }
}
