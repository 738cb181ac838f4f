package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import dev.zoetrope.zarr.ArrayWriter;
import java.io.IOException;
import java.util.Optional;

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

  /** Makes everything appended so far readable. */
  void flush() throws IOException {
    writer.flush();
    writeChangedAttributes();
  }

  /** Writes the last chunk, after the last frame. */
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
