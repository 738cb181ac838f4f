package dev.zoetrope.export;

import dev.zoetrope.files.PartialFile;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.SheetRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/**
 * Writes a layer's sheets as an animated GIF that loops forever and shows its last picture for two
 * seconds. After the first picture, only changes are stored.
 *
 * <pre>{@code
 * Shading shading = Shading.suiting(recording, "conv3");
 * GifOptions options = GifOptions.of(0, 290, shading).withMaxBytes(3_000_000);
 * GifResult result = GifExporter.write(recording, "conv3", options, file, Progress.NONE);
 * }</pre>
 */
public final class GifExporter {

  private final Recording recording;
  private final Layer layer;
  private final long[] steps;

  /** How many pictures the last attempt wrote. */
  private int written;

  private GifExporter(Recording recording, String layer, GifOptions options) throws IOException {
    this.recording = recording;
    this.layer = recording.info().layer(layer);
    this.steps = recording.steps();
    if (options.lastFrame() >= steps.length) {
      throw new IllegalArgumentException(
          "no frame %s; the recording has %s"
              .formatted(
                  options.lastFrame(),
                  steps.length == 0 ? "none" : "frames 0 to " + (steps.length - 1)));
    }
  }

  /**
   * Writes a GIF, replacing any existing file. If there is a limit in bytes, frames are left out
   * first and then cells made smaller until the GIF fits. An attempt stops as soon as it is too
   * large.
   *
   * @param progress counts frames; starts again with each attempt
   * @return the frames and the size that were chosen
   * @throws IllegalArgumentException if there is no such layer or frame, or the picture is larger
   *     than a GIF can be
   * @throws GifTooLargeException if not even two frames of the smallest cells fit
   * @throws CancellationException if {@code progress} stops the export
   */
  public static GifResult write(
      Recording recording, String layer, GifOptions options, Path file, Progress progress)
      throws IOException {
    GifExporter exporter = new GifExporter(recording, layer, options);
    GifResult[] result = new GifResult[1];
    PartialFile.write(file, temporary -> result[0] = exporter.fit(options, temporary, progress));
    return result[0];
  }

  /**
   * Estimates the size of a GIF from a few of its pictures, ignoring the limit.
   *
   * @return the size in bytes, usually within a fifth
   * @throws IllegalArgumentException if there is no such layer or frame
   */
  public static long forecast(Recording recording, String layer, GifOptions options)
      throws IOException {
    GifExporter exporter = new GifExporter(recording, layer, options);
    return GifForecast.of(exporter.source(options), options.frames());
  }

  private GifResult fit(GifOptions options, Path file, Progress progress) throws IOException {
    GifOptions attempt = options;
    while (true) {
      Optional<GifResult> result = encode(attempt, file, progress);
      if (result.isPresent()) {
        return result.get();
      }
      attempt =
          GifReduction.of(layer, attempt, written)
              .orElseThrow(() -> new GifTooLargeException(layer.name(), options.maxBytes()));
    }
  }

  private SheetSource source(GifOptions options) throws IOException {
    SheetRenderer renderer =
        SheetRenderer.of(recording, layer.name(), options.shading(), options.sheet());
    return new SheetSource(recording, layer, steps, renderer);
  }

  /** Returns empty as soon as the file exceeds the limit. */
  private Optional<GifResult> encode(GifOptions options, Path file, Progress progress)
      throws IOException {
    SheetSource source = source(options);
    int[] frames = options.frames();
    long limit = options.maxBytes() == 0 ? Long.MAX_VALUE : options.maxBytes();
    written = GifEncoding.encode(source, frames, options.delay(), limit, file, progress);
    if (written < frames.length) {
      return Optional.empty();
    }
    return Optional.of(
        new GifResult(
            frames.length,
            options.every(),
            options.sheet().cellWidth(),
            source.width(),
            source.height(),
            100.0 / options.delay(),
            Files.size(file)));
  }
}
