package dev.zoetrope.export;

import dev.zoetrope.render.IndexedImage;
import java.io.IOException;

/** Pictures of frames, all of one size, drawn one after the other. For one thread. */
interface FrameSource {

  int width();

  int height();

  /** Draws a frame with at most 256 colours; the picture is drawn over by the next. */
  IndexedImage indexed(int frame) throws IOException;

  /** Draws a frame in its own colours: red, green and blue of each pixel, row by row. */
  void rgb(int frame, byte[] target) throws IOException;
}
