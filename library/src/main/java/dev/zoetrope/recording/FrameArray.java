package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import dev.zoetrope.zarr.ArrayWriter;
import java.io.IOException;
import java.util.Optional;

/**
 * An array that grows by one slice per frame.
 *
 * @param encoder fills the slices
 * @param writer writes them
 */
record FrameArray(FrameEncoder encoder, ArrayWriter writer) {

  void append(Frame frame) throws IOException {
    encoder.encode(frame, writer.next());
    writer.append();
  }

  /** Makes everything that was appended readable. */
  void flush() throws IOException {
    writer.flush();
    writeChangedAttributes();
  }

  /** Writes what is left, when there are no more frames. */
  void finish() throws IOException {
    writer.finish();
    writeChangedAttributes();
  }

  private void writeChangedAttributes() throws IOException {
    Optional<JsonObject> changed = encoder.changedAttributes();
    if (changed.isPresent()) {
      writer.attributes(changed.get());
    }
  }
}
