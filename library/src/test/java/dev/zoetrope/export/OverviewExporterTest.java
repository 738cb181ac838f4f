package dev.zoetrope.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.Colormap;
import dev.zoetrope.render.Overview;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SyntheticRecording;
import dev.zoetrope.render.Theme;
import dev.zoetrope.render.ValueRange;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverviewExporterTest {

  private static final int FRAMES = 12;
  private static final int PROBE = 2;

  @TempDir private Path folder;
  private Recording recording;
  private Overview overview;

  @BeforeEach
  void open() throws IOException {
    recording = SyntheticRecording.open(folder.resolve("run.zarr"), FRAMES);
    overview = Overview.fit(SyntheticRecording.LAYERS, SyntheticRecording.probes(), 400, 200, 1);
  }

  @AfterEach
  void close() throws IOException {
    recording.close();
  }

  /**
   * Returns the same colormap with different ranges for all layers, but {@code second} for one of
   * them.
   */
  private static List<Shading> shadings(Colormap second) {
    return List.of(
        Shading.DEFAULT,
        Shading.fixed(second, new ValueRange(0, 8)),
        Shading.perFrame(Colormap.RED_WHITE_BLUE));
  }

  private OverviewExporter exporter(List<Shading> shadings) {
    return new OverviewExporter(recording, overview, PROBE, shadings, Theme.DARK);
  }

  private int[] drawn(int frame, List<Shading> shadings) throws IOException {
    List<float[]> values = new ArrayList<>();
    for (Layer layer : SyntheticRecording.LAYERS) {
      values.add(recording.activation(layer.name(), frame));
    }
    BufferedImage image = overview.render(PROBE, values, shadings, Theme.DARK);
    return image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
  }

  @Test
  void aGifIsExactIfAllLayersShareAColormap() throws Exception {
    List<Shading> shadings = shadings(Colormap.RED_WHITE_BLUE);
    Path file = folder.resolve("overview.gif");
    OverviewExporter exporter = exporter(shadings);
    assertThat(exporter.gifLevels()).isEqualTo(251);
    exporter.writeGif(3, 9, 25, file, Progress.NONE);
    GifReading gif = GifReading.of(file);
    assertThat(gif.pictures()).hasSize(7);
    assertThat(gif.delays()).containsExactly(4, 4, 4, 4, 4, 4, 200);
    for (int i = 0; i < 7; i++) {
      assertThat(gif.pictures().get(i)).as("frame %d", 3 + i).isEqualTo(drawn(3 + i, shadings));
    }
  }

  @Test
  void severalColormapsInAGifStayWithinOneLevelOfTheirColours() throws Exception {
    List<Shading> shadings = shadings(Colormap.WHITE_INK);
    Path file = folder.resolve("overview.gif");
    OverviewExporter exporter = exporter(shadings);
    assertThat(exporter.gifLevels()).isEqualTo(125);
    exporter.writeGif(0, FRAMES - 1, 25, file, Progress.NONE);
    GifReading gif = GifReading.of(file);
    for (int frame = 0; frame < FRAMES; frame++) {
      int[] shown = gif.pictures().get(frame);
      int[] drawn = drawn(frame, shadings);
      int different = 0;
      for (int i = 0; i < drawn.length; i++) {
        // The steepest of these colormaps changes a channel by about two per level.
        assertThat(distance(shown[i], drawn[i])).isLessThanOrEqualTo(4);
        different += shown[i] == drawn[i] ? 0 : 1;
      }
      assertThat(different).isLessThan(drawn.length / 4);
    }
  }

  private static int distance(int a, int b) {
    int most = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      most = Math.max(most, Math.abs((a >> shift & 0xFF) - (b >> shift & 0xFF)));
    }
    return most;
  }

  @Test
  void forecastsHaveTheRightOrderOfMagnitude() throws Exception {
    Path file = folder.resolve("overview.gif");
    OverviewExporter exporter = exporter(shadings(Colormap.WHITE_INK));
    exporter.writeGif(0, FRAMES - 1, 25, file, Progress.NONE);
    assertThat(exporter.forecastGif(0, FRAMES - 1))
        .isBetween(Files.size(file) / 2, Files.size(file) * 2);
  }

  @Test
  void losslessVideoHasTheColoursOfAllColormaps() throws Exception {
    Assumptions.assumeTrue(VideoExporter.available(), "there is no ffmpeg");
    List<Shading> shadings = shadings(Colormap.WHITE_INK);
    Path video = folder.resolve("overview.mp4");
    exporter(shadings).writeVideo(2, 5, 25, true, video, Progress.NONE);
    byte[] decoded = VideoReading.of(video);
    int at = 0;
    for (int frame = 2; frame <= 5; frame++) {
      for (int color : drawn(frame, shadings)) {
        int rgb =
            (decoded[at++] & 0xFF) << 16 | (decoded[at++] & 0xFF) << 8 | (decoded[at++] & 0xFF);
        assertThat(rgb).isEqualTo(color & 0xFFFFFF);
      }
    }
    assertThat(at).isEqualTo(decoded.length);
  }
}
