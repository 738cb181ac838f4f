package dev.zoetrope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.render.SheetRenderer;
import dev.zoetrope.render.SyntheticRecording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GifExporterTest {

  private static final int FRAMES = 150;

  @TempDir Path directory;
  private Recording recording;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    recording = SyntheticRecording.open(directory.resolve("a.zarr"), FRAMES);
    file = directory.resolve("pictures/a.gif");
  }

  @AfterEach
  void close() throws IOException {
    recording.close();
  }

  @Test
  void everyPictureReadsBackAsItWasDrawn() throws Exception {
    for (String layer : List.of("conv", "relu", "dense")) {
      Shading shading = Shading.suiting(recording, layer);
      GifOptions options = GifOptions.of(10, 45, shading).withEvery(8).withFramesPerSecond(10);
      GifResult result = GifExporter.write(recording, layer, options, file, Progress.NONE);
      GifReading gif = GifReading.of(file);
      assertThat(gif.pictures()).hasSize(6);
      assertThat(gif.delays()).containsExactly(10, 10, 10, 10, 10, 200);
      assertThat(gif.loops()).isTrue();
      int[] frames = {10, 18, 26, 34, 42, 45};
      for (int i = 0; i < frames.length; i++) {
        assertThat(gif.pictures().get(i))
            .as(layer + " " + frames[i])
            .isEqualTo(argb(layer, shading, frames[i]));
      }
      assertThat(result.bytes()).isEqualTo(Files.size(file));
      assertThat(result.frames()).isEqualTo(6);
      assertThat(result.framesPerSecond()).isEqualTo(10);
    }
  }

  @Test
  void aPictureThatDoesNotChangeIsStillShown() throws Exception {
    GifOptions options =
        GifOptions.of(0, FRAMES - 1, Shading.DEFAULT)
            .withSheet(SheetOptions.DEFAULT.withLabels(false).withChannels(List.of(1)));
    GifExporter.write(recording, "conv", options, file, Progress.NONE);
    assertThat(GifReading.of(file).pictures()).hasSize(FRAMES);
  }

  @Test
  void onePictureIsEnough() throws Exception {
    GifOptions options = GifOptions.of(3, 3, Shading.DEFAULT);
    assertThat(GifExporter.write(recording, "conv", options, file, Progress.NONE).frames())
        .isEqualTo(1);
    assertThat(GifReading.of(file).pictures()).hasSize(1);
  }

  @Test
  void aLimitIsMetAndTheReductionIsReported() throws Exception {
    GifOptions options = GifOptions.of(0, FRAMES - 1, Shading.DEFAULT);
    GifResult whole = GifExporter.write(recording, "conv", options, file, Progress.NONE);
    assertThat(whole.every()).isEqualTo(1);
    for (double share : new double[] {0.9, 0.5, 0.2, 0.05}) {
      long limit = (long) (whole.bytes() * share);
      GifResult fitted =
          GifExporter.write(recording, "conv", options.withMaxBytes(limit), file, Progress.NONE);
      assertThat(Files.size(file)).isLessThanOrEqualTo(limit).isEqualTo(fitted.bytes());
      GifReading gif = GifReading.of(file);
      assertThat(gif.pictures()).hasSize(fitted.frames());
      assertThat(fitted.every() > 1 || fitted.cellWidth() < 28).isTrue();
      Shading shading = Shading.DEFAULT;
      SheetOptions sheet = SheetOptions.DEFAULT.withCellWidth(fitted.cellWidth());
      assertThat(gif.pictures().get(0)).isEqualTo(argb("conv", shading, 0, sheet));
      assertThat(gif.pictures().get(fitted.frames() - 1))
          .isEqualTo(argb("conv", shading, FRAMES - 1, sheet));
    }
  }

  @Test
  void aVeryLowLimitIsMetInAFewAttempts() throws Exception {
    int[] attempts = new int[1];
    Progress counting =
        (done, total) -> {
          attempts[0] += done == 0 ? 1 : 0;
          return true;
        };
    GifOptions options = GifOptions.of(0, FRAMES - 1, Shading.DEFAULT).withMaxBytes(8000);
    GifExporter.write(recording, "conv", options, file, counting);
    assertThat(attempts[0]).isBetween(2, 25);
  }

  @Test
  void theForecastIsClose() throws Exception {
    GifOptions options = GifOptions.of(0, FRAMES - 1, Shading.DEFAULT);
    long bytes = GifExporter.write(recording, "conv", options, file, Progress.NONE).bytes();
    assertThat(GifExporter.forecast(recording, "conv", options))
        .isBetween(bytes * 8 / 10, bytes * 12 / 10);
  }

  @Test
  void aLimitThatCannotBeMetLeavesNoFile() throws Exception {
    GifOptions options = GifOptions.of(0, FRAMES - 1, Shading.DEFAULT).withMaxBytes(700);
    assertThatThrownBy(() -> GifExporter.write(recording, "conv", options, file, Progress.NONE))
        .isInstanceOf(GifTooLargeException.class)
        .hasMessageContaining("conv");
    assertThat(file.getParent()).isEmptyDirectory();
  }

  @Test
  void cancellingLeavesTheOldFile() throws Exception {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "old");
    List<Long> reports = new ArrayList<>();
    Progress untilThree =
        (done, total) -> {
          reports.add(done);
          assertThat(total).isEqualTo(FRAMES);
          return done < 3;
        };
    GifOptions options = GifOptions.of(0, FRAMES - 1, Shading.DEFAULT);
    assertThatThrownBy(() -> GifExporter.write(recording, "conv", options, file, untilThree))
        .isInstanceOf(CancellationException.class);
    assertThat(reports).containsExactly(0L, 1L, 2L, 3L);
    assertThat(file).hasContent("old");
    assertThat(file.resolveSibling("a.gif.tmp")).doesNotExist();
  }

  @Test
  void missingFramesAndLayersAreRefusedBeforeWriting() {
    GifOptions beyond = GifOptions.of(0, FRAMES, Shading.DEFAULT);
    assertThatThrownBy(() -> GifExporter.write(recording, "conv", beyond, file, Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no frame 150; the recording has frames 0 to 149");
    GifOptions fine = GifOptions.of(0, 1, Shading.DEFAULT);
    assertThatThrownBy(() -> GifExporter.write(recording, "pool", fine, file, Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pool");
    assertThat(file).doesNotExist();
  }

  private int[] argb(String layer, Shading shading, int frame) throws IOException {
    return argb(layer, shading, frame, SheetOptions.DEFAULT);
  }

  private int[] argb(String layer, Shading shading, int frame, SheetOptions options)
      throws IOException {
    SheetRenderer renderer = SheetRenderer.of(recording, layer, shading, options);
    IndexedImage image = renderer.newImage();
    renderer.render(recording.activation(layer, frame), frame, image);
    int[] argb = new int[image.width() * image.height()];
    for (int i = 0; i < argb.length; i++) {
      argb[i] = image.argb(i % image.width(), i / image.width());
    }
    return argb;
  }
}
