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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VideoExporterTest {

  private static final int FRAMES = 12;

  @TempDir private Path folder;
  private Recording recording;

  @BeforeEach
  void open() throws Exception {
    Assumptions.assumeTrue(VideoExporter.available(), "there is no ffmpeg");
    recording = SyntheticRecording.open(folder.resolve("run.zarr"), FRAMES);
  }

  @AfterEach
  void close() throws Exception {
    if (recording != null) {
      recording.close();
    }
  }

  private static VideoOptions options(boolean lossless) {
    return new VideoOptions(0, FRAMES - 1, 25, lossless, SheetOptions.DEFAULT, Shading.DEFAULT);
  }

  @Test
  void losslessVideoHasExactlyTheColoursOfTheSheets() throws Exception {
    Path video = folder.resolve("conv.mp4");
    VideoExporter.write(recording, "conv", options(true), video, Progress.NONE);
    byte[] decoded = VideoReading.of(video);
    SheetRenderer renderer =
        SheetRenderer.of(recording, "conv", Shading.DEFAULT, SheetOptions.DEFAULT);
    IndexedImage image = renderer.newImage();
    int at = 0;
    for (int frame = 0; frame < FRAMES; frame++) {
      renderer.render(recording.activation("conv", frame), frame, image);
      for (int y = 0; y < image.height(); y++) {
        for (int x = 0; x < image.width(); x++) {
          int rgb =
              (decoded[at++] & 0xFF) << 16 | (decoded[at++] & 0xFF) << 8 | (decoded[at++] & 0xFF);
          assertThat(rgb).isEqualTo(image.argb(x, y) & 0xFFFFFF);
        }
      }
    }
    assertThat(at).isEqualTo(decoded.length);
  }

  @Test
  void cancellingLeavesNothingBehind() {
    Path video = folder.resolve("conv.mp4");
    assertThatThrownBy(
            () ->
                VideoExporter.write(
                    recording, "conv", options(false), video, (done, total) -> done < 3))
        .isInstanceOf(CancellationException.class);
    assertThat(folder.toFile().list()).containsExactly("run.zarr");
  }

  @Test
  void theForecastHasTheRightOrderOfMagnitude() throws Exception {
    Path video = folder.resolve("conv.mp4");
    VideoExporter.write(recording, "conv", options(false), video, Progress.NONE);
    long forecast = VideoExporter.forecast(recording, "conv", options(false));
    assertThat(forecast).isBetween(Files.size(video) / 2, Files.size(video) * 2);
  }
}
