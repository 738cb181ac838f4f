package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordingPackerTest {

  @TempDir private Path folder;

  @Test
  void packsTheSameTreeUncompressed() throws IOException {
    Path path = Samples.write(folder.resolve("a.zarr"), 100);
    Files.writeString(path.resolve("left.tmp"), "half a chunk");
    Path zip = folder.resolve("a.zarr.zip");
    RecordingPacker.pack(path, zip, false, Progress.NONE);
    try (ZipFile file = new ZipFile(zip.toFile())) {
      assertThat(file.stream()).allMatch(entry -> entry.getMethod() == ZipEntry.STORED);
      assertThat(file.stream().map(ZipEntry::getName))
          .contains("zarr.json", "layers/dense/activation/c.1.0.0")
          .doesNotContain("left.tmp");
    }
    try (Recording packed = Recording.open(zip);
        Recording loose = Recording.open(path)) {
      assertThat(packed.info()).isEqualTo(loose.info());
      assertThat(packed.storedBytes("dense")).isEqualTo(loose.storedBytes("dense"));
      for (int frame = 0; frame < 100; frame++) {
        assertThat(packed.activation("features/conv", frame))
            .isEqualTo(loose.activation("features/conv", frame));
      }
    }
    assertThat(RecordingVerifier.verify(zip, Progress.NONE).sound()).isTrue();
  }

  @Test
  void packingTwiceGivesTheSameBytes() throws IOException {
    Path path = Samples.write(folder.resolve("a.zarr"), 10);
    Path zip = folder.resolve("a.zarr.zip");
    RecordingPacker.pack(path, zip, false, Progress.NONE);
    byte[] first = Files.readAllBytes(zip);
    assertThatThrownBy(() -> RecordingPacker.pack(path, zip, false, Progress.NONE))
        .isInstanceOf(FileAlreadyExistsException.class);
    RecordingPacker.pack(path, zip, true, Progress.NONE);
    assertThat(Files.readAllBytes(zip)).isEqualTo(first);
  }

  @Test
  void cancellingLeavesNothing() throws IOException {
    Path path = Samples.write(folder.resolve("a.zarr"), 10);
    Path zip = folder.resolve("a.zarr.zip");
    assertThatThrownBy(() -> RecordingPacker.pack(path, zip, false, (done, total) -> done < 5))
        .isInstanceOf(CancellationException.class);
    assertThat(folder.toFile().list()).containsExactly("a.zarr");
  }

  @Test
  void aRecordingThatIsBeingWrittenIsPackedAsOfOneCommit() throws IOException {
    Path path = folder.resolve("a.zarr");
    Path zip = folder.resolve("a.zarr.zip");
    try (RecordingWriter writer = Samples.writer(path, 0)) {
      Samples.append(writer, 0, 10);
      writer.commit();
      boolean[] appended = {false};
      RecordingPacker.pack(
          path,
          zip,
          false,
          (done, total) -> {
            if (done == total / 4 && !appended[0]) {
              appended[0] = true;
              append(writer, 10, 20);
            }
            return true;
          });
      assertThat(appended[0]).isTrue();
    }
    try (Recording packed = Recording.open(zip)) {
      assertThat(packed.info().frames()).isEqualTo(10);
      assertThat(packed.steps()).hasSize(10);
    }
    assertThat(RecordingVerifier.verify(zip, Progress.NONE).damage()).isEmpty();
  }

  private static void append(RecordingWriter writer, int from, int to) {
    try {
      Samples.append(writer, from, to);
      writer.commit();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "layers/dense/activation/c.1.0.0",
        "statistics/zarr.json",
        "probes/label/c.0",
        "training/c.0.0",
        "weights/exact/c.0.0",
        "checksums/c.0.0"
      })
  void aRecordingWithAMissingFileIsNotPacked(String file) throws IOException {
    Path path = Samples.write(folder.resolve("a.zarr"), 100);
    Files.delete(path.resolve(file));
    Path zip = folder.resolve("a.zarr.zip");
    assertThatThrownBy(() -> RecordingPacker.pack(path, zip, false, Progress.NONE))
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining("missing");
    assertThat(zip).doesNotExist();
  }

  @Test
  void theZipMayHaveTheLongestPossibleName() throws IOException {
    Path path = Samples.write(folder.resolve("a.zarr"), 3);
    Path zip = folder.resolve("n".repeat(246) + ".zarr.zip");
    RecordingPacker.pack(path, zip, false, Progress.NONE);
    assertThat(RecordingVerifier.verify(zip, Progress.NONE).damage()).isEmpty();
  }
}
