package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording is replaced while a reader has it open: the reader never mixes the two. */
class RecordingReplacedTest {

  @TempDir private Path folder;

  private static void delete(Path tree) throws IOException {
    try (Stream<Path> walk = Files.walk(tree)) {
      for (Path file : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Test
  void refreshingReportsAnotherRecording() throws IOException {
    Path path = Samples.write(folder.resolve("run.zarr"), 20);
    try (Recording recording = Recording.open(path)) {
      RecordingInfo before = recording.info();
      delete(path);
      Samples.write(path, 30);
      assertThatThrownBy(recording::refresh)
          .isInstanceOf(RecordingReplacedException.class)
          .hasMessage(path + ": another recording lies here now; open it again");
      assertThat(recording.info()).isEqualTo(before);
    }
  }

  @Test
  void readingFromAReplacedDirectoryIsReported() throws IOException {
    Path path = Samples.write(folder.resolve("run.zarr"), 20);
    Path other = Samples.write(folder.resolve("other.zarr"), 20);
    try (Recording recording = Recording.open(path)) {
      Files.move(path, folder.resolve("old.zarr"));
      Files.move(other, path);
      assertThatThrownBy(() -> recording.activation("dense", 3))
          .isInstanceOf(RecordingReplacedException.class);
      assertThatThrownBy(recording::losses).isInstanceOf(RecordingReplacedException.class);
    }
  }

  @Test
  void aLinkThatPointsElsewhereLaterChangesNothing() throws IOException {
    Path first = Samples.write(folder.resolve("first.zarr"), 20);
    Path second = Samples.write(folder.resolve("second.zarr"), 30);
    Path link = Files.createSymbolicLink(folder.resolve("latest.zarr"), first);
    try (Recording recording = Recording.open(link)) {
      Files.delete(link);
      Files.createSymbolicLink(link, second);
      assertThat(recording.refresh()).isFalse();
      assertThat(recording.steps()).hasSize(20);
    }
  }
}
