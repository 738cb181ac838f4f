package dev.zoetrope.export;

import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.SheetRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes a layer's sheets as an animated GIF that loops for ever and rests for two seconds on its
 * last picture. After the first, pictures hold only what has changed. A file of that name is
 * replaced.
 */
public final class GifExporter {

  private static final int REST = 200;

  private final Recording recording;
  private final String layer;
  private final long[] steps;

  private GifExporter(Recording recording, String layer, long[] steps) {
    this.recording = recording;
    this.layer = layer;
    this.steps = steps;
  }

  /**
   * Writes a GIF. With a limit in bytes, frames are left out and cells made smaller, frames first,
   * until it fits; each attempt stops as soon as it is too large.
   *
   * @param progress counts frames; it starts again with each attempt
   * @return what was chosen
   * @throws IllegalArgumentException if there is no such layer or frame
   * @throws GifTooLargeException if not even two frames of the smallest cells fit
   * @throws CancellationException if progress asks to stop
   */
  public static GifResult write(
      Recording recording, String layer, GifOptions options, Path file, Progress progress)
      throws IOException {
    int frames = recording.info().frames();
    if (options.lastFrame() >= frames) {
      throw new IllegalArgumentException(
          "no frame %d; the recording has frames 0 to %d"
              .formatted(options.lastFrame(), frames - 1));
    }
    GifExporter exporter = new GifExporter(recording, layer, recording.steps());
    GifResult[] result = new GifResult[1];
    PartialFile.write(file, temporary -> result[0] = exporter.fit(options, temporary, progress));
    return result[0];
  }

  private GifResult fit(GifOptions options, Path file, Progress progress) throws IOException {
    GifOptions attempt = options;
    while (true) {
      Optional<GifResult> result = encode(attempt, file, progress);
      if (result.isPresent()) {
        return result.get();
      }
      attempt =
          GifReduction.of(recording.info().layer(layer), attempt)
              .orElseThrow(() -> new GifTooLargeException(layer, options.maxBytes()));
    }
  }

  /** Returns empty as soon as the file is larger than wanted. */
  private Optional<GifResult> encode(GifOptions options, Path file, Progress progress)
      throws IOException {
    SheetRenderer renderer = SheetRenderer.of(recording, layer, options.shading(), options.sheet());
    IndexedImage image = renderer.newImage();
    int[] frames = options.frames();
    float[] values = new float[recording.valuesPerFrame(recording.info().layer(layer))];
    long limit = options.maxBytes() == 0 ? Long.MAX_VALUE : options.maxBytes();
    Files.deleteIfExists(file);
    progress.report(0, frames.length);
    try (ImageOutputStream out = new FileImageOutputStream(file.toFile());
        GifStream gif = new GifStream(out, image)) {
      for (int i = 0; i < frames.length; i++) {
        recording.activation(layer, frames[i], values);
        renderer.render(values, steps[frames[i]], image);
        gif.append(image, i == frames.length - 1 ? REST : options.delay());
        if (out.getStreamPosition() > limit) {
          return Optional.empty();
        }
        progress.report(i + 1, frames.length);
      }
      gif.finish();
    }
    long bytes = Files.size(file);
    return bytes > limit
        ? Optional.empty()
        : Optional.of(
            new GifResult(
                frames.length,
                options.every(),
                options.sheet().cellWidth(),
                image.width(),
                image.height(),
                100.0 / options.delay(),
                bytes));
  }
}
