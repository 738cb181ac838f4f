package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.google.gson.JsonArray;
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
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.zip.CRC32C;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of checksums, and intact chunks in the wrong place. */
class ChecksumTableTest {

  /** In both, one unit is 1 for 64 frames, another for the next: statistics never change. */
  private static final List<Layer> TURNS =
      List.of(
          new Layer("a", "Linear", List.of(8), OptionalDouble.of(1), Precision.INT8),
          new Layer("b", "Linear", List.of(8), OptionalDouble.of(1), Precision.INT8));

  private static final Probes PROBES = new Probes(List.of(1), new float[8], new long[8]);
  private static final String A = "layers/a/activation/c.%d.0.0";
  private static final String B = "layers/b/activation/c.%d.0.0";

  /** The order that docs/FORMAT.md gives. */
  private static final List<String> COLUMNS =
      List.of(
          "probes/input",
          "probes/label",
          "training",
          "layers/a/activation",
          "layers/b/activation",
          "statistics",
          "series/lr");

  @TempDir private Path folder;

  private static Frame frame(int frame, Map<String, float[]> series) {
    List<float[]> activations = new ArrayList<>();
    for (int layer = 0; layer < TURNS.size(); layer++) {
      float[] values = new float[64];
      for (int probe = 0; probe < 8; probe++) {
        values[probe * 8 + (probe + layer + frame / 64) % 8] = 1;
      }
      activations.add(values);
    }
    return new Frame(frame, 1, 1f / frame, frame, activations, Optional.empty(), series);
  }

  private RecordingWriter writer() throws IOException {
    return RecordingWriter.create(folder.resolve("a.zarr"), Samples.run(0), PROBES, TURNS);
  }

  private static void append(RecordingWriter writer, int frames) throws IOException {
    while (writer.frames() < frames) {
      writer.append(frame(writer.frames(), Map.of("lr", new float[] {writer.frames()})));
    }
  }

  private Path write(int frames) throws IOException {
    try (RecordingWriter writer = writer()) {
      append(writer, frames);
      writer.end("ended", true);
    }
    return folder.resolve("a.zarr");
  }

  private static void swap(Path root, String one, String other) throws IOException {
    Path aside = Files.move(root.resolve(one), root.resolve("aside"));
    Files.move(root.resolve(other), root.resolve(one));
    Files.move(aside, root.resolve(other));
  }

  private static void copy(Path root, String from, String to) throws IOException {
    Files.write(root.resolve(to), Files.readAllBytes(root.resolve(from)));
  }

  private static void assertNotWritten(ThrowingCallable read, String array, int chunk) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(
            RecordingFormatException.class,
            e -> {
              assertThat(e.array()).isEqualTo(array);
              assertThat(e.chunk()).hasValue(chunk);
              assertThat(e.reason()).isEqualTo("is not the chunk that was written here");
            });
  }

  private static List<String> damage(Path path) throws IOException {
    return RecordingVerifier.verify(path, Progress.NONE).damage();
  }

  /** Reads the table and computes its expected content without the library. */
  @ParameterizedTest
  @ValueSource(ints = {0, 10, 64, 200, 1024, 1100})
  void holdsTheChecksumOfEachChunk(int frames) throws IOException {
    Path root = write(frames);
    JsonObject zoetrope = json(root).getAsJsonObject("attributes").getAsJsonObject("zoetrope");
    JsonObject believed = zoetrope.getAsJsonObject("checksums");
    assertThat(believed.get("frames_per_row").getAsInt()).isEqualTo(64);
    assertThat(believed.get("rows").getAsInt()).isEqualTo(frames / 64 + 1);
    JsonArray shape = json(root.resolve("checksums")).getAsJsonArray("shape");
    assertThat(shape.get(0).getAsInt()).isEqualTo(frames / 64 + 1);
    int columns = shape.get(1).getAsInt();
    byte[] stored = Files.readAllBytes(root.resolve("checksums/c.0.0"));
    ByteBuffer table =
        ByteBuffer.wrap(Zstd.decompress(Arrays.copyOf(stored, stored.length - 4), 64 * 4 * columns))
            .order(ByteOrder.LITTLE_ENDIAN);
    int[][] expected = new int[frames / 64 + 1][columns];
    for (int column = 0; column < COLUMNS.size(); column++) {
      Path array = root.resolve(COLUMNS.get(column));
      if (!Files.exists(array)) {
        assertThat(frames).as("no frame began the series").isZero();
      } else if (column < 2) {
        for (int[] row : expected) {
          row[column] = checksum(array, 0);
        }
      } else {
        expectChunks(array, column, frames, expected);
      }
    }
    for (int row = 0; row < expected.length; row++) {
      for (int column = 0; column < columns; column++) {
        assertThat(table.getInt())
            .as("row %d, column %d", row, column)
            .isEqualTo(expected[row][column]);
      }
    }
  }

  /**
   * Goes through the run as docs/FORMAT.md describes it: a chunk belongs to the row of its last
   * frame, and the last chunk to the last row.
   */
  private static void expectChunks(Path array, int column, int frames, int[][] expected)
      throws IOException {
    int inChunk = 0;
    int chunk = 0;
    for (int frame = 0; frame < frames; frame++) {
      inChunk++;
      boolean full = inChunk == chunkShape(array).get(0).getAsInt();
      if (frame == frames - 1) {
        expected[expected.length - 1][column] = checksum(array, chunk);
      }
      if (full) {
        expected[frame / 64][column] = checksum(array, chunk);
        chunk++;
        inChunk = 0;
      }
    }
  }

  private static JsonArray chunkShape(Path array) throws IOException {
    return json(array)
        .getAsJsonObject("chunk_grid")
        .getAsJsonObject("configuration")
        .getAsJsonArray("chunk_shape");
  }

  /** The CRC-32C of a chunk, computed here; its file ends with the same. */
  private static int checksum(Path array, int chunk) throws IOException {
    byte[] file =
        Files.readAllBytes(array.resolve("c." + chunk + ".0".repeat(chunkShape(array).size() - 1)));
    CRC32C crc = new CRC32C();
    crc.update(file, 0, file.length - 4);
    int last = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 4);
    assertThat(last).isEqualTo((int) crc.getValue());
    return last;
  }

  private static JsonObject json(Path node) throws IOException {
    return JsonParser.parseString(Files.readString(node.resolve("zarr.json"))).getAsJsonObject();
  }

  @Test
  void detectsSwappedChunksWithMatchingStatistics() throws IOException {
    Path path = write(200);
    assertThat(damage(path)).isEmpty();
    swap(path, A.formatted(0), A.formatted(1));
    try (Recording recording = Recording.open(path)) {
      assertNotWritten(() -> recording.activation("a", 0), "layers/a/activation", 0);
      assertNotWritten(() -> recording.activation("a", 64), "layers/a/activation", 1);
      assertThat(recording.activation("a", 128)[2]).isEqualTo(1);
    }
    assertThat(damage(path))
        .containsExactly(
            "layers/a/activation chunk 0: is not the chunk that was written here",
            "layers/a/activation chunk 1: is not the chunk that was written here");
  }

  @Test
  void detectsAChunkOfAnotherArray() throws IOException {
    Path path = write(200);
    copy(path, B.formatted(1), A.formatted(1));
    copy(path, "series/lr/c.0", "training/c.0.0");
    try (Recording recording = Recording.open(path)) {
      assertNotWritten(() -> recording.activation("a", 64), "layers/a/activation", 1);
      assertThatThrownBy(recording::accuracies)
          .isInstanceOfSatisfying(
              RecordingFormatException.class, e -> assertThat(e.array()).isEqualTo("training"));
      assertThat(recording.series("lr").values()).hasSize(200);
    }
  }

  @Test
  void detectsTheLastChunkOnceTheRecordingIsClosed() throws IOException {
    Path path = folder.resolve("a.zarr");
    try (RecordingWriter writer = writer()) {
      append(writer, 100);
      writer.commit();
      byte[] growing = Files.readAllBytes(path.resolve(A.formatted(1)));
      copy(path, B.formatted(1), A.formatted(1));
      try (Recording recording = Recording.open(path)) {
        assertThat(recording.activation("a", 64)[2]).as("not known yet").isEqualTo(1);
      }
      Files.write(path.resolve(A.formatted(1)), growing);
    }
    assertThat(damage(path)).isEmpty();
    copy(path, B.formatted(1), A.formatted(1));
    try (Recording recording = Recording.open(path)) {
      assertNotWritten(() -> recording.activation("a", 64), "layers/a/activation", 1);
    }
  }

  @Test
  void isReadWhileItGrows() throws IOException {
    Path path = folder.resolve("a.zarr");
    try (RecordingWriter writer = writer()) {
      append(writer, 64);
      writer.commit();
      try (Recording recording = Recording.open(path, 0)) {
        for (int frames = 64; frames < 400; frames += 17) {
          append(writer, frames);
          writer.commit();
          recording.refresh();
          for (int frame = 0; frame < frames; frame += 16) {
            assertThat(recording.activation("a", frame)[frame / 64]).isEqualTo(1);
          }
          assertThat(recording.series("lr").values()).hasSize(frames);
        }
        swap(path, A.formatted(2), A.formatted(3));
        assertNotWritten(() -> recording.activation("a", 190), "layers/a/activation", 2);
      }
    }
  }

  @Test
  void coversChunksFromBeforeASeriesBegan() throws IOException {
    try (RecordingWriter writer = writer()) {
      for (int frame = 0; frame < 2100; frame++) {
        Map<String, float[]> late = Map.of("late", new float[] {frame});
        writer.append(frame(frame, frame < 1024 ? Map.of() : late));
      }
    }
    Path path = folder.resolve("a.zarr");
    assertThat(damage(path)).isEmpty();
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.series("late").values()).contains(Float.NaN).endsWith(2099);
    }
    copy(path, "series/late/c.1", "series/late/c.0");
    try (Recording recording = Recording.open(path)) {
      assertNotWritten(() -> recording.series("late"), "series/late", 0);
    }
  }

  @Test
  void hasNoRoomForMoreThan32Series() throws IOException {
    try (RecordingWriter writer = writer()) {
      for (int i = 0; i < 33; i++) {
        writer.beginSeries("s" + i, List.of("x"));
      }
      for (int frame = 0; frame < 70; frame++) {
        writer.append(frame(frame, Map.of("s31", new float[1], "s32", new float[] {frame})));
      }
    }
    Path path = folder.resolve("a.zarr");
    assertThat(damage(path)).isEmpty();
    copy(path, "series/s32/c.0.0", "series/s31/c.0.0");
    copy(path, "series/s0/c.0.0", "series/s32/c.0.0");
    try (Recording recording = Recording.open(path)) {
      assertNotWritten(() -> recording.series("s31"), "series/s31", 0);
      assertThat(recording.series("s32").values()).containsOnly(Float.NaN);
    }
  }

  @Test
  void hasARowPerFrameIfAChunkHoldsOneFrame() throws IOException {
    Layer large = new Layer("l", "T", List.of(1 << 17), OptionalDouble.empty(), Precision.FLOAT32);
    Probes probe = new Probes(List.of(1), new float[1], new long[1]);
    Path path = folder.resolve("large.zarr");
    try (RecordingWriter writer =
        RecordingWriter.create(path, Samples.run(0), probe, List.of(large))) {
      for (int frame = 0; frame < 70; frame++) {
        float[] values = new float[1 << 17];
        values[frame] = 1;
        writer.append(new Frame(frame, 1, 1, 1, List.of(values)));
      }
      writer.commit();
      assertThat(damage(path)).isEmpty();
    }
    assertThat(damage(path)).isEmpty();
    swap(path, "layers/l/activation/c.65.0.0", "layers/l/activation/c.3.0.0");
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.activation("l", 64)[64]).isEqualTo(1);
      assertNotWritten(() -> recording.activation("l", 65), "layers/l/activation", 65);
    }
  }

  @Test
  void isNotRequiredIfTheRootDoesNotMentionIt() throws IOException {
    Path path = write(100);
    String root = Files.readString(path.resolve("zarr.json"));
    String without = root.replaceFirst(",\\s*\"checksums\": \\{[^}]*}", "");
    assertThat(without).isNotEqualTo(root);
    Files.writeString(path.resolve("zarr.json"), without);
    Files.delete(path.resolve("checksums/c.0.0"));
    Files.delete(path.resolve("checksums/zarr.json"));
    Files.delete(path.resolve("checksums"));
    assertThat(damage(path)).isEmpty();
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.activation("a", 99)[1]).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"checksums/zarr.json", "checksums/c.0.0"})
  void isRequiredIfTheRootMentionsIt(String file) throws IOException {
    Path path = write(100);
    Files.delete(path.resolve(file));
    try (Recording recording = Recording.open(path)) {
      assertThatThrownBy(() -> recording.activation("a", 0))
          .isInstanceOfSatisfying(
              RecordingFormatException.class, e -> assertThat(e.array()).isEqualTo("checksums"));
    }
    assertThat(damage(path))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("checksums")
        .contains("missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"rows\": 1", "\"rows\": 2"})
  void oneExtraRowMeansThatTheRecordingIsClosed(String rows) throws IOException {
    Path path = write(100);
    String root = Files.readString(path.resolve("zarr.json"));
    Files.writeString(path.resolve("zarr.json"), root.replace("\"rows\": 2", rows));
    assertThat(damage(path)).isEmpty();
    Files.writeString(path.resolve("zarr.json"), root.replace("\"rows\": 2", "\"rows\": 3"));
    assertThatThrownBy(() -> Recording.open(path))
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining("3 rows of checksums do not match 100 frames");
  }
}
