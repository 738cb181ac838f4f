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
 * Writes all layers of one probe through a range of frames: as an MP4 in their own colours, or as a
 * GIF with at most 256 colours.
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

  /** Returns how many levels of each colormap a GIF has. With 251, every colour is exact. */
  public int gifLevels() {
    return palette.levels();
  }

  /**
   * Writes a GIF; a file of that name is replaced.
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

  /** Estimates the size of a GIF from a few of its pictures. */
  public long forecastGif(int first, int last) throws IOException {
    return GifForecast.of(source, frames(first, last));
  }

  private static int[] frames(int first, int last) {
    return IntStream.rangeClosed(first, last).toArray();
  }

  /**
   * Writes a video; a file of that name is replaced.
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

  /** Estimates the size of a video by encoding its beginning. */
  public long forecastVideo(int first, int last, double framesPerSecond, boolean lossless)
      throws IOException {
    return new VideoEncoding(source, framesPerSecond, lossless).forecast(first, last - first + 1);
  }
}
