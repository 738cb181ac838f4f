package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Arrays that grow by one slice per frame together. */
record FrameArrays(List<FrameArray> arrays) {

  /** Creates the arrays that these describe, with room for {@code capacity} frames. */
  static FrameArrays create(RecordingDirectory directory, List<ArraySpec> specs, int capacity)
      throws IOException {
    List<FrameArray> arrays = new ArrayList<>();
    for (ArraySpec spec : specs) {
      arrays.add(new FrameArray(spec.encoder().orElseThrow(), directory.array(spec, capacity)));
    }
    return new FrameArrays(arrays);
  }

  void require(Frame frame) {
    arrays.forEach(array -> array.encoder().require(frame));
  }

  void append(Frame frame) throws IOException {
    for (FrameArray array : arrays) {
      array.append(frame);
    }
  }

  /** Returns the parts of a commit that make everything appended so far readable. */
  List<CommitPace.Part> flushing() {
    return arrays.stream().<CommitPace.Part>map(array -> array.writer()::flush).toList();
  }

  /** Writes the last chunks, after the last frame. */
  void finish() throws IOException {
    for (FrameArray array : arrays) {
      array.writer().finish();
    }
  }

  List<ArrayWriter> writers() {
    return arrays.stream().map(FrameArray::writer).toList();
  }
}
