package dev.zoetrope.export;

import dev.zoetrope.files.PartialFile;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.Overview;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SharedPalette;
import dev.zoetrope.render.Theme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * Writes all layers of one probe over a range of frames: as an MP4 in full colour, or as a GIF with
 * at most 256 colours.
 *
 * <pre>{@code
 * List<Layer> layers = recording.info().layers();
 * Overview overview = Overview.fit(layers, recording.probes(), 1280, 720, 1);
 * List<Shading> shadings = new ArrayList<>();
 * for (Layer layer : layers) {
 *   shadings.add(Shading.suiting(recording, layer.name()));
 * }
 * new OverviewExporter(recording, overview, 0, shadings, Theme.LIGHT)
 *     .writeGif(0, 290, 25, file, Progress.NONE);
 * }</pre>
 */
public final class OverviewExporter {

  private final FrameSource source;
  private final SharedPalette palette;

  /**
   * Makes an exporter.
   *
   * @param shadings how each layer's values become colours
   */
  public OverviewExporter(
      Recording recording, Overview overview, int probe, List<Shading> shadings, Theme theme) {
    palette = overview.palette(probe, shadings, theme);
    source = new OverviewSource(recording, overview, probe, shadings, theme, palette);
  }

  /** Returns how many levels of each colormap a GIF has. With 251, all colours are exact. */
  public int gifLevels() {
    return palette.levels();
  }

  /**
   * Writes a GIF, replacing any existing file.
   *
   * @param last the last frame, itself included
   * @param framesPerSecond 0.1…50, rounded as described in {@link GifOptions}
   * @param progress counts frames
   * @throws CancellationException if progress asks to stop
   */
  public void writeGif(int first, int last, double framesPerSecond, Path file, Progress progress)
      throws IOException {
    int delay = GifOptions.delay(framesPerSecond);
    PartialFile.write(
        file,
        temporary ->
            GifEncoding.encode(
                source, frames(first, last), delay, Long.MAX_VALUE, temporary, progress));
  }

  /** Estimates the size of a GIF in bytes from a few of its pictures. */
  public long forecastGif(int first, int last) throws IOException {
    return GifForecast.of(source, frames(first, last));
  }

  private static int[] frames(int first, int last) {
    return IntStream.rangeClosed(first, last).toArray();
  }

  /**
   * Writes a video, replacing any existing file.
   *
   * @param last the last frame, itself included
   * @param lossless as in {@link VideoOptions}
   * @param progress counts frames
   * @throws CancellationException if progress asks to stop
   */
  public void writeVideo(
      int first, int last, double framesPerSecond, boolean lossless, Path file, Progress progress)
      throws IOException {
    VideoEncoding encoding = new VideoEncoding(source, framesPerSecond, lossless);
    PartialFile.write(
        file, temporary -> encoding.encode(first, last - first + 1, temporary, progress));
  }

  /** Estimates the size of a video in bytes by encoding its beginning. */
  public long forecastVideo(int first, int last, double framesPerSecond, boolean lossless)
      throws IOException {
    return new VideoEncoding(source, framesPerSecond, lossless).forecast(first, last - first + 1);
  }
}
