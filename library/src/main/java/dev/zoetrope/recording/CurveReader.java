package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads arrays of a few values per frame from beginning to end, up to the last committed frame. */
final class CurveReader {

  private interface ChunkConsumer {
    void accept(ByteBuffer chunk, int from, int count);
  }

  private final ArrayAccess arrays;
  private final Snapshot seen;

  CurveReader(ArrayAccess arrays, Snapshot seen) {
    this.arrays = arrays;
    this.seen = seen;
  }

  /** Reads an int64 array with one value per frame. */
  long[] longs(ArrayReader array) throws IOException {
    long[][] values = {new long[0]};
    read(
        array,
        (chunk, from, count) -> {
          values[0] = Arrays.copyOf(values[0], grown(values[0].length, from + count));
          chunk.asLongBuffer().get(values[0], from, count);
        });
    return Arrays.copyOf(values[0], seen.frames());
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
    return Arrays.copyOf(values[0], Math.multiplyExact(seen.frames(), width));
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
    for (int chunk = 0; chunk < ArrayAccess.chunks(array, seen.frames()); chunk++) {
      int from = chunk * length;
      int count = Math.min(length, seen.frames() - from);
      arrays.useChunk(
          seen, array, from + count - 1, stored -> consumer.accept(stored, from, count));
    }
  }
}
