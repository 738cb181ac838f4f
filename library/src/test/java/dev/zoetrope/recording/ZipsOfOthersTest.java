package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Zips made by other programs: compressed, in a folder, with unrelated files. */
class ZipsOfOthersTest {

  @TempDir private Path folder;

  private Path recording;

  @BeforeEach
  void record() throws IOException {
    recording = Samples.write(folder.resolve("run.zarr"), 20);
  }

  private static void add(ZipOutputStream out, String name, byte[] content) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(content);
    out.closeEntry();
  }

  private void addRecording(ZipOutputStream out, UnaryOperator<String> name) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(recording)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      add(out, name.apply(recording.relativize(file).toString()), Files.readAllBytes(file));
    }
  }

  private void requireSameValues(Path zip) throws IOException {
    try (Recording packed = Recording.open(zip);
        Recording loose = Recording.open(recording)) {
      assertThat(packed.info()).isEqualTo(loose.info());
      assertThat(packed.activation("dense", 19)).isEqualTo(loose.activation("dense", 19));
    }
    assertThat(RecordingVerifier.verify(zip, Progress.NONE).damage()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "run.zarr/", "./", "my runs/of May/übung.zarr/"})
  void theRecordingIsFoundInAnyFolder(String prefix) throws IOException {
    Path zip = folder.resolve("a.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      addRecording(out, key -> prefix + key);
    }
    requireSameValues(zip);
  }

  @Test
  void filesAddedByMacOsAreIgnored() throws IOException {
    Path zip = folder.resolve("a.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      add(out, "__MACOSX/run.zarr/._zarr.json", new byte[] {0, 5, 22, 7});
      add(out, "__MACOSX/run.zarr/zarr.json", new byte[] {0, 5, 22, 7});
      add(out, "run.zarr/.DS_Store", new byte[] {0, 0, 0, 1});
      add(out, "other.zarr/zarr.json", "{\"zarr_format\": 3}".getBytes(StandardCharsets.UTF_8));
      addRecording(out, key -> "run.zarr/" + key);
    }
    requireSameValues(zip);
  }

  @Test
  void backslashesCountAsSlashes() throws IOException {
    Path zip = folder.resolve("a.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      addRecording(out, key -> "run.zarr\\" + key.replace('/', '\\'));
    }
    requireSameValues(zip);
  }

  @Test
  void packingAgainDropsTheFolder() throws IOException {
    Path zip = folder.resolve("a.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      addRecording(out, key -> "run.zarr/" + key);
    }
    Path packed = folder.resolve("run.zarr.zip");
    RecordingPacker.pack(zip, packed, false, Progress.NONE);
    Path direct = folder.resolve("direct.zarr.zip");
    RecordingPacker.pack(recording, direct, false, Progress.NONE);
    assertThat(Files.readAllBytes(packed)).isEqualTo(Files.readAllBytes(direct));
  }

  @Test
  void severalRecordingsInAZipAreNamed() throws IOException {
    Path zip = folder.resolve("a.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      addRecording(out, key -> "one.zarr/" + key);
      addRecording(out, key -> "two.zarr/" + key);
    }
    assertThatThrownBy(() -> Recording.open(zip))
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContainingAll("holds 2 recordings", "one.zarr/", "two.zarr/");
  }

  @Test
  void aZipWithoutARecordingIsReported() throws IOException {
    Path zip = folder.resolve("a.zip");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
      add(out, "photos/zarr.json.txt", new byte[1]);
    }
    assertThatThrownBy(() -> Recording.open(zip))
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining("is not a recording: there is no zarr.json");
  }

  @Test
  void aTruncatedZipIsReported() throws IOException {
    Path zip = folder.resolve("a.zip");
    RecordingPacker.pack(recording, zip, false, Progress.NONE);
    byte[] whole = Files.readAllBytes(zip);
    Files.write(zip, Arrays.copyOf(whole, whole.length / 2));
    assertThatThrownBy(() -> Recording.open(zip))
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining("cut off");
  }
}
