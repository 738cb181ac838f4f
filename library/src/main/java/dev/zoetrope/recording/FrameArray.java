package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayWriter;
import java.io.IOException;

/**
 * An array that grows by one slice per frame.
 *
 * @param encoder fills the slices
 * @param writer writes the slices
 */
record FrameArray(FrameEncoder encoder, ArrayWriter writer) {

  void append(Frame frame) throws IOException {
    encoder.encode(frame, writer.next());
    writer.append();
  }
}
