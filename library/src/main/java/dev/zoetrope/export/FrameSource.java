package dev.zoetrope.export;

import dev.zoetrope.render.IndexedImage;
import java.io.IOException;

/** Pictures of frames, all of the same size, drawn one after another. Not thread-safe. */
interface FrameSource {

  int width();

  int height();

  /** Draws a frame with at most 256 colours. The next call overwrites the picture. */
  IndexedImage indexed(int frame) throws IOException;

  /** Draws a frame in full colour: red, green and blue of each pixel, row by row from the top. */
  void rgb(int frame, byte[] target) throws IOException;
}
