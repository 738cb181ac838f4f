package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads arrays of a few values per frame from beginning to end. */
final class CurveReader {

  private interface ChunkConsumer {
    void accept(ByteBuffer chunk, int from, int count);
  }

  private final ArrayAccess arrays;
  private final Snapshot seen;
  private final int frames;

  /** Reads this many frames. */
  CurveReader(ArrayAccess arrays, Snapshot seen, int frames) {
    this.arrays = arrays;
    this.seen = seen;
    this.frames = frames;
  }

  /** Reads a column of a float64 array. */
  double[] column(ArrayReader array, int column) throws IOException {
    int width = array.metadata().sliceBytes() / Double.BYTES;
    double[][] values = {new double[0]};
    read(
        array,
        (chunk, from, count) -> {
          values[0] = Arrays.copyOf(values[0], grown(values[0].length, from + count));
          int begin = chunk.position();
          for (int i = 0; i < count; i++) {
            values[0][from + i] = chunk.getDouble(begin + (i * width + column) * Double.BYTES);
          }
        });
    return Arrays.copyOf(values[0], frames);
  }

  /** Reads one value of a float64 array. */
  double value(ArrayReader array, int frame, int column) throws IOException {
    int length = array.metadata().chunkLength();
    int width = array.metadata().sliceBytes() / Double.BYTES;
    double[] value = new double[1];
    arrays.useChunk(
        seen,
        array,
        frame,
        frames,
        chunk -> value[0] = chunk.getDouble((frame % length * width + column) * Double.BYTES));
    return value[0];
  }

  /** Reads a float32 array with one or more values per frame. */
  float[] floats(ArrayReader array) throws IOException {
    int width = array.metadata().sliceBytes() / Float.BYTES;
    float[][] values = {new float[0]};
    read(
        array,
        (chunk, from, count) -> {
          int needed = Math.multiplyExact(from + count, width);
          values[0] = Arrays.copyOf(values[0], grown(values[0].length, needed));
          chunk.asFloatBuffer().get(values[0], from * width, count * width);
        });
    return Arrays.copyOf(values[0], Math.multiplyExact(frames, width));
  }

  /** Doubles the length, so that a curve of many chunks is not copied for each chunk. */
  private static int grown(int length, int needed) {
    return needed <= length
        ? length
        : Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 2L * length));
  }

  /** Reads the chunks one by one, so that memory grows with the data that really exists. */
  private void read(ArrayReader array, ChunkConsumer consumer) throws IOException {
    int length = array.metadata().chunkLength();
    for (int chunk = 0; chunk < ArrayAccess.chunks(array, frames); chunk++) {
      int from = chunk * length;
      int count = Math.min(length, frames - from);
      arrays.useChunk(
          seen, array, from + count - 1, frames, stored -> consumer.accept(stored, from, count));
    }
  }
}
