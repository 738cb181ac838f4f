package dev.zoetrope.export;

import java.io.IOException;

/**
 * No choice of frames and scale makes a GIF fit the size limit.
 *
 * <pre>{@code
 * GifOptions options = GifOptions.of(0, 290, Shading.DEFAULT).withMaxBytes(100_000);
 * try {
 *   GifExporter.write(recording, "conv3", options, file, Progress.NONE);
 * } catch (GifTooLargeException e) {
 *   System.err.println(e.getMessage());
 * }
 * }</pre>
 */
public final class GifTooLargeException extends IOException {

  private static final long serialVersionUID = 1;

  GifTooLargeException(String layer, long maxBytes) {
    super(
        "layer "
            + layer
            + ": not even two pictures of the smallest scale fit "
            + maxBytes
            + " bytes");
  }
}
