package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links to a recording are followed; links inside a recording are not. */
class LinkedRecordingTest {

  @TempDir private Path folder;

  @Test
  void packingALinkPacksWhatItPointsTo() throws IOException {
    Path path = Samples.write(folder.resolve("run.zarr"), 20);
    Path link = Files.createSymbolicLink(folder.resolve("l.zarr"), path);
    Path twice = Files.createSymbolicLink(folder.resolve("ll.zarr"), link);
    RecordingPacker.pack(path, folder.resolve("a.zarr.zip"), false, Progress.NONE);
    RecordingPacker.pack(twice, folder.resolve("b.zarr.zip"), false, Progress.NONE);
    assertThat(folder.resolve("b.zarr.zip")).hasSameBinaryContentAs(folder.resolve("a.zarr.zip"));
  }

  @Test
  void cleaningALinkCleansWhatItPointsTo() throws IOException {
    Path path = Samples.write(folder.resolve("run.zarr"), 20);
    Files.writeString(path.resolve("layers/c.tmp"), "half a chunk");
    Path link = Files.createSymbolicLink(folder.resolve("l.zarr"), path);
    assertThat(RecordingVerifier.clean(link)).isEqualTo(1);
    assertThat(path.resolve("layers/c.tmp")).doesNotExist();
    assertThat(RecordingVerifier.verify(link, Progress.NONE).damage()).isEmpty();
  }

  @Test
  void aLinkedFolderInsideIsRefusedAndNoZipIsLeft() throws IOException {
    Path path = Samples.write(folder.resolve("run.zarr"), 20);
    Files.move(path.resolve("layers"), folder.resolve("elsewhere"));
    Files.createSymbolicLink(path.resolve("layers"), folder.resolve("elsewhere"));
    Path zip = folder.resolve("run.zarr.zip");
    assertThatThrownBy(() -> RecordingPacker.pack(path, zip, false, Progress.NONE))
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining("symbolic link");
    assertThat(zip).doesNotExist();
    assertThat(RecordingVerifier.verify(path, Progress.NONE).sound()).isFalse();
  }
}
