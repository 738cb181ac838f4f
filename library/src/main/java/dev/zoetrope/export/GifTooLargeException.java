package dev.zoetrope.export;

import java.io.IOException;

/** Thrown if no choice of frames and scale makes a GIF fit the size wanted. */
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
