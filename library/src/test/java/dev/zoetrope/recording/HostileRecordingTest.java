package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.export.GifExporter;
import dev.zoetrope.export.GifOptions;
import dev.zoetrope.render.ContactSheet;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording is only data: opening an untrusted one runs, downloads and writes nothing. */
class HostileRecordingTest {

  @TempDir private Path folder;

  /** Returns everything in a folder: names, modification times and contents. */
  private static Map<String, String> everything(Path root) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        FileTime time = Files.getLastModifiedTime(path);
        String content =
            Files.isRegularFile(path)
                ? java.util.Arrays.hashCode(Files.readAllBytes(path)) + ""
                : "";
        found.put(root.relativize(path).toString(), time + " " + content);
      }
    }
    return found;
  }

  private static void readEverything(Path path, Path picture) throws IOException {
    assertThat(RecordingVerifier.verify(path, Progress.NONE).sound()).isTrue();
    try (Recording recording = Recording.open(path)) {
      recording.refresh();
      recording.probes();
      recording.losses();
      ContactSheet.of(recording, SheetOptions.DEFAULT).render(0);
      GifOptions options = GifOptions.of(0, 5, Shading.suiting(recording, "features/conv"));
      GifExporter.write(recording, "features/conv", options, picture, Progress.NONE);
    }
  }

  @Test
  void readingVerifyingAndDrawingWriteNothingButThePicture() throws IOException {
    Path place = Files.createDirectory(folder.resolve("recordings"));
    Path path = Samples.write(place.resolve("a.zarr"), 10);
    Files.writeString(path.resolve("left.tmp"), "by a killed writer");
    RecordingPacker.pack(path, place.resolve("a.zarr.zip"), false, Progress.NONE);
    Map<String, String> before = everything(place);
    Path pictures = Files.createDirectory(folder.resolve("pictures"));
    readEverything(path, pictures.resolve("a.gif"));
    readEverything(place.resolve("a.zarr.zip"), pictures.resolve("b.gif"));
    assertThat(everything(place)).isEqualTo(before);
    assertThat(pictures.toFile().list()).containsExactlyInAnyOrder("a.gif", "b.gif");
  }

  @Test
  void cleaningDeletesTemporaryFilesButNothingBehindLinks() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Path precious = Files.writeString(outside.resolve("precious.tmp"), "mine");
    Path path = Samples.write(folder.resolve("a.zarr"), 10);
    Files.createSymbolicLink(path.resolve("layers/link"), outside);
    Files.createSymbolicLink(path.resolve("link.tmp"), precious);
    Files.writeString(path.resolve("layers/dense/activation/c.0.0.0.tmp"), "half");
    assertThat(RecordingVerifier.clean(path)).isEqualTo(1);
    assertThat(precious).exists();
    assertThatThrownBy(() -> RecordingVerifier.clean(outside))
        .isInstanceOf(RecordingFormatException.class);
    assertThat(precious).exists();
  }

  @Test
  void aChunkInTheWrongPlaceIsFound() throws IOException {
    Path array = Samples.write(folder.resolve("a.zarr"), 100).resolve("layers/exact/activation");
    Path aside = Files.move(array.resolve("c.0.0.0"), array.resolve("aside"));
    Files.move(array.resolve("c.1.0.0"), array.resolve("c.0.0.0"));
    Files.move(aside, array.resolve("c.1.0.0"));
    assertThat(RecordingVerifier.verify(folder.resolve("a.zarr"), Progress.NONE).damage())
        .containsExactly(
            "layers/exact/activation chunk 0: is not the chunk that was written here",
            "layers/exact/activation chunk 1: is not the chunk that was written here");
  }
}
