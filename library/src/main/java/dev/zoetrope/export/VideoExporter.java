package dev.zoetrope.export;

import dev.zoetrope.files.PartialFile;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.SheetRenderer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CancellationException;

/**
 * Writes a layer's sheets as an MP4 with {@code ffmpeg}, which must be on the {@code PATH}.
 *
 * <pre>{@code
 * Shading shading = Shading.suiting(recording, "conv3");
 * VideoOptions options = new VideoOptions(0, 290, 25, false, SheetOptions.DEFAULT, shading);
 * if (VideoExporter.available()) {
 *   VideoExporter.write(recording, "conv3", options, file, Progress.NONE);
 * }
 * }</pre>
 */
public final class VideoExporter {

  private VideoExporter() {}

  /** Returns whether {@code ffmpeg} is on the {@code PATH}. */
  public static boolean available() {
    return VideoEncoding.ffmpeg().isPresent();
  }

  /**
   * Writes a video, replacing any existing file.
   *
   * @param progress counts frames
   * @throws IllegalArgumentException if there is no such layer or frame
   * @throws CancellationException if {@code progress} stops the export
   */
  public static void write(
      Recording recording, String layer, VideoOptions options, Path file, Progress progress)
      throws IOException {
    VideoEncoding encoding = encoding(recording, layer, options);
    PartialFile.write(
        file,
        temporary -> encoding.encode(options.firstFrame(), options.frames(), temporary, progress));
  }

  /**
   * Estimates the size of a video in bytes by encoding its beginning.
   *
   * @throws IllegalArgumentException if there is no such layer or frame
   */
  public static long forecast(Recording recording, String layer, VideoOptions options)
      throws IOException {
    return encoding(recording, layer, options).forecast(options.firstFrame(), options.frames());
  }

  private static VideoEncoding encoding(Recording recording, String layer, VideoOptions options)
      throws IOException {
    Layer described = recording.info().layer(layer);
    SheetRenderer renderer = SheetRenderer.of(recording, layer, options.shading(), options.sheet());
    return new VideoEncoding(
        new SheetSource(recording, described, recording.steps(), renderer),
        options.framesPerSecond(),
        options.lossless());
  }
}
