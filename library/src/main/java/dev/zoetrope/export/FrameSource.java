package dev.zoetrope.export;

import dev.zoetrope.render.IndexedImage;
import java.io.IOException;

/**
 * Pictures of frames, all of the same size, drawn one after another. Not safe for several threads.
 */
interface FrameSource {

  int width();

  int height();

  /** Draws a frame with at most 256 colours. The next call draws over the picture. */
  IndexedImage indexed(int frame) throws IOException;

  /** Draws a frame in its own colours: red, green and blue of each pixel, row by row. */
  void rgb(int frame, byte[] target) throws IOException;
}
