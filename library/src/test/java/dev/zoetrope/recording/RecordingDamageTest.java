package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.Store;
import dev.zoetrope.zarr.ZarrFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingDamageTest {

  private static final String CHUNK = "layers/features.conv/activation/c.1.0.0.0.0";

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void write() throws IOException {
    path = Samples.write(folder.resolve("a.zarr"), 100);
  }

  private void edit(String file, String from, String to) throws IOException {
    String text = Files.readString(path.resolve(file));
    assertThat(text).contains(from);
    Files.writeString(path.resolve(file), text.replace(from, to));
  }

  private void readAll() throws IOException {
    try (Recording recording = Recording.open(path)) {
      recording.probes();
      recording.steps();
      for (Layer layer : recording.info().layers()) {
        for (int frame = 0; frame < recording.info().frames(); frame++) {
          recording.activation(layer.name(), frame);
          recording.statistics(layer.name(), frame);
        }
      }
    }
  }

  @Test
  void everyFlippedBitOfAChunkIsFound() throws IOException {
    String array = "layers/dense/activation";
    Path chunk = path.resolve(array + "/c.1.0.0");
    byte[] sound = Files.readAllBytes(chunk);
    ArrayReader reader = ArrayReader.open(Store.open(path, root -> true), array);
    ByteBuffer memory = ByteBuffer.allocateDirect(reader.metadata().chunkBytes());
    for (int bit = 0; bit < sound.length * 8; bit++) {
      byte[] damaged = sound.clone();
      damaged[bit / 8] ^= (byte) (1 << bit % 8);
      Files.write(chunk, damaged);
      assertThatThrownBy(() -> reader.chunk(1, OptionalInt.empty(), length -> memory))
          .as("bit " + bit)
          .isInstanceOfSatisfying(
              ZarrFormatException.class, e -> assertThat(e.chunk()).isEqualTo(1));
    }
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage())
        .containsExactly("layers/dense/activation chunk 1: does not match its crc32c checksum");
  }

  @Test
  void arraysWithoutCrc32cStayReadable() throws IOException {
    String array = "layers/dense/activation";
    float[] before;
    try (Recording recording = Recording.open(path)) {
      before = recording.activation("dense", 99);
    }
    edit(array + "/zarr.json", ",\n    {\n      \"name\": \"crc32c\"\n    }", "");
    for (String name : new String[] {"c.0.0.0", "c.1.0.0"}) {
      Path chunk = path.resolve(array).resolve(name);
      byte[] stored = Files.readAllBytes(chunk);
      Files.write(chunk, Arrays.copyOf(stored, stored.length - Integer.BYTES));
    }
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.activation("dense", 99)).isEqualTo(before);
    }
  }

  @Test
  void verifyGoesOnAfterDamage() throws IOException {
    Files.write(path.resolve(CHUNK), new byte[] {1, 2, 3});
    Files.delete(path.resolve("statistics/c.0.0.0"));
    RecordingVerifier.Report report = RecordingVerifier.verify(path, Progress.NONE);
    assertThat(report.damage()).hasSize(2);
    assertThat(report.damage().get(0)).startsWith("layers/features.conv/activation chunk 1: ");
    assertThat(report.damage().get(1)).startsWith("statistics chunk 0: ");
  }

  @Test
  void theErrorSaysWhere() throws IOException {
    Files.delete(path.resolve(CHUNK));
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.activation("features/conv", 63)).isNotEmpty();
      assertThatThrownBy(() -> recording.activation("features/conv", 64))
          .isInstanceOfSatisfying(
              RecordingFormatException.class,
              e -> {
                assertThat(e.path()).isEqualTo(path);
                assertThat(e.array()).isEqualTo("layers/features.conv/activation");
                assertThat(e.chunk()).isEqualTo(OptionalInt.of(1));
                assertThat(e.reason()).isEqualTo("the chunk is missing");
              });
    }
  }

  @Test
  void aNewerFormatIsNamed() throws IOException {
    edit("zarr.json", "\"format_version\": 1", "\"format_version\": 2");
    assertThatThrownBy(this::readAll)
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining("format version 2 is newer than version 1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zarr.json | \"frames\": 100 | \"frames\": 1000",
        "zarr.json | \"frames\": 100 | \"frames\": 2147483647",
        "zarr.json | \"frames\": 100 | \"frames\": -1",
        "zarr.json | \"frames\": 100 | \"frames\": 1e99999999",
        "zarr.json | \"frames\": 100 | \"frames\": \"100\"",
        "zarr.json | \"zoetrope\" | \"other\"",
        "zarr.json | layers/dense | layers/../dense",
        "zarr.json | layers/dense | /etc",
        "zarr.json | layers/dense | layers/exact",
        "zarr.json | 2026-01-02T03:04:05Z | yesterday",
        "zarr.json | \"int8\" | \"int4\"",
        "zarr.json | { | [",
        "zarr.json | \"bound\": 1.0 | \"bound\": 0.5",
        "layers/features.conv/activation/zarr.json | \"scale_factor\": 0 | \"scale_factor\": 1",
        "layers/features.conv/activation/zarr.json | \"scale_factor\" | \"scale\"",
        "layers/dense/activation/zarr.json | \"attributes\": | \"attributes\": {}, \"attributes\":",
        "layers/dense/activation/zarr.json | \"float16\" | \"float32\"",
        "layers/dense/activation/zarr.json | 7 | 2147483647",
        "layers/dense/activation/zarr.json | \"zstd\" | \"gzip\"",
        "layers/dense/activation/zarr.json | \"little\" | \"big\"",
        "layers/dense/activation/zarr.json | 64 | 0",
        "layers/features.conv/activation/zarr.json | 64 | 65536",
        "statistics/zarr.json | 4 | 5",
        "probes/input/zarr.json | 2 | 3",
        "probes/label/zarr.json | \"NaN\" | \"NaN\"",
      })
  void damagedMetadataIsReported(String file, String from, String to) throws IOException {
    if (from.equals(to)) {
      Files.delete(path.resolve(file));
    } else {
      edit(file, from, to);
    }
    assertThatThrownBy(this::readAll).isInstanceOf(RecordingFormatException.class);
  }

  @Test
  void aLinkOutOfTheRecordingIsNotFollowed() throws IOException {
    Path outside = Files.move(path.resolve(CHUNK), folder.resolve("outside"));
    Files.createSymbolicLink(path.resolve(CHUNK), outside);
    assertThatThrownBy(this::readAll)
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining("not a regular file");
  }

  /** An end of central directory record whose zip64 locator points nowhere. */
  @ParameterizedTest
  @ValueSource(longs = {1L << 40, -1, Long.MIN_VALUE})
  void aZipThatLiesAboutItsDirectoryIsRefused(long position) throws IOException {
    ByteBuffer zip = ByteBuffer.allocate(20 + 22).order(ByteOrder.LITTLE_ENDIAN);
    zip.putInt(0x07064b50).putInt(0).putLong(position).putInt(1);
    zip.putInt(0x06054b50).putShort((short) 0).putShort((short) 0);
    zip.putShort((short) -1).putShort((short) -1).putInt(-1).putInt(-1);
    Path file = Files.write(folder.resolve("a.zarr.zip"), zip.array());
    assertThatThrownBy(() -> Recording.open(file)).isInstanceOf(RecordingFormatException.class);
  }

  /** Entry comments are ignored here, but Java's zip reader fails on such bytes. */
  @Test
  void aZipEntryWithAnInvalidCommentIsRefused() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes);
        Store store = Store.open(path, root -> true)) {
      for (String key : store.keys()) {
        ZipEntry entry = new ZipEntry(key);
        entry.setComment(key.equals("layers/dense/activation/c.0.0.0") ? "remark" : null);
        out.putNextEntry(entry);
        out.write(store.read(key, 1 << 20).orElseThrow());
      }
    }
    String text = bytes.toString(StandardCharsets.ISO_8859_1).replace("remark", "\u00ffemark");
    Path zip = folder.resolve("a.zarr.zip");
    Files.write(zip, text.getBytes(StandardCharsets.ISO_8859_1));
    // JDK 17 fails at the entry, newer ones when the zip is opened.
    assertThatThrownBy(
            () -> {
              try (Recording recording = Recording.open(zip)) {
                recording.activation("dense", 0);
              }
            })
        .isInstanceOf(RecordingFormatException.class);
    assertThatThrownBy(
            () -> {
              try (Recording recording = Recording.open(zip)) {
                recording.storedBytes("dense");
              }
            })
        .isInstanceOf(RecordingFormatException.class);
    Path again = folder.resolve("b.zarr.zip");
    assertThatThrownBy(() -> RecordingPacker.pack(zip, again, false, Progress.NONE))
        .isInstanceOf(RecordingFormatException.class);
    assertThat(again).doesNotExist();
  }

  @Test
  void otherFilesAreReportedAsNotARecording() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> Recording.open(empty))
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining("there is no zarr.json");
    Path text = Files.writeString(folder.resolve("text"), "hello");
    assertThatThrownBy(() -> Recording.open(text))
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining("neither a directory nor a zip file");
  }

  @Test
  void uncountedFramesAreDamageOnceTheRecordingIsFinished() throws IOException {
    Path path = Samples.write(folder.resolve("counted.zarr"), 20);
    Path root = path.resolve("zarr.json");
    Files.writeString(root, Files.readString(root).replace("\"frames\": 20", "\"frames\": 19"));
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage())
        .contains("training: declares 20 frames, but zarr.json has 19")
        .hasSizeGreaterThan(3);
  }

  @Test
  void uncountedFramesAreAllowedWhileTheRecordingIsWritten() throws IOException {
    Path path = folder.resolve("growing.zarr");
    try (RecordingWriter writer = Samples.writer(path, 0)) {
      Samples.append(writer, 0, 10);
      writer.commit();
      assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
    }
  }

  @Test
  void aLayerOfAnotherRecordingIsRefused() throws IOException {
    Path path = Samples.write(folder.resolve("mine.zarr"), 3);
    Layer other = new Layer("other", "T", List.of(3), OptionalDouble.empty(), Precision.FLOAT32);
    try (Recording recording = Recording.open(path)) {
      assertThatThrownBy(() -> recording.valuesPerFrame(other))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no layer \"other\" in this recording");
    }
  }
}
