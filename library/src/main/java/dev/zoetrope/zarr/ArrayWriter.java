package dev.zoetrope.zarr;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;

/**
 * Appends slices to one array. A chunk is written when it is full. {@link #flush} also writes the
 * unfinished one, with fast compression, since it will be written again. Not thread-safe.
 */
public final class ArrayWriter {

  private final ChunkWriter chunks;
  private final ByteBuffer chunk;
  private int length;
  private boolean unfinished;
  private int checksum;

  /**
   * Begins an empty array.
   *
   * @param chunks writes the chunks, which must hold whole slices
   */
  public ArrayWriter(ChunkWriter chunks) {
    this.chunks = chunks;
    chunk = ByteBuffer.allocate(chunks.metadata().chunkBytes()).order(ByteOrder.LITTLE_ENDIAN);
    startChunk();
  }

  /**
   * Goes on after the slices that an array already has.
   *
   * @param written reads the array
   * @param length how many slices to keep
   */
  public ArrayWriter(ChunkWriter chunks, ArrayReader written, int length) throws IOException {
    this(chunks);
    this.length = length;
    int slices = length % chunkLength();
    if (slices > 0) {
      ByteBuffer last =
          written.chunk(length / chunkLength(), OptionalInt.empty(), ByteBuffer::allocateDirect);
      chunk.put(0, last, 0, slices * chunks.metadata().sliceBytes());
    }
  }

  /** Returns the number of slices appended. */
  public int length() {
    return length;
  }

  /** Returns the number of slices in a chunk. */
  public int chunkLength() {
    return chunks.metadata().chunkLength();
  }

  /** Returns the CRC-32C of the last chunk if it is full or the array is finished; otherwise 0. */
  public int checksum() {
    return checksum;
  }

  /** Returns a buffer for the next slice; fill it, then call {@link #append}. */
  public ByteBuffer next() {
    return slice(length);
  }

  /** Returns the last slice, which must be in the unfinished chunk. */
  public ByteBuffer last() {
    return slice(length - 1);
  }

  private ByteBuffer slice(int index) {
    int bytes = chunks.metadata().sliceBytes();
    return chunk.slice(index % chunkLength() * bytes, bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Appends the slice that {@link #next} returned, and writes the chunk if it is full. */
  public void append() throws IOException {
    length++;
    unfinished = true;
    checksum = 0;
    if (length % chunkLength() == 0) {
      checksum = chunks.write((length - 1) / chunkLength(), chunk.array());
      startChunk();
    }
  }

  /** Makes everything appended so far readable, increasing the declared length if necessary. */
  public void flush() throws IOException {
    if (unfinished) {
      chunks.writePassing(length / chunkLength(), chunk.array());
      unfinished = false;
    }
    int declared = chunks.metadata().shape().get(0);
    if (length > declared) {
      chunks.declareLength(Math.max(length, Math.multiplyExact(2, declared)));
    }
  }

  /** Writes the last chunk with full compression and sets the declared length to the actual one. */
  public void finish() throws IOException {
    if (length % chunkLength() != 0) {
      checksum = chunks.write(length / chunkLength(), chunk.array());
      unfinished = false;
    }
    chunks.declareLength(length);
  }

  /** Replaces the array's attributes. */
  public void attributes(JsonObject attributes) throws IOException {
    chunks.attributes(attributes);
  }

  private void startChunk() {
    unfinished = false;
    chunks.metadata().dataType().fill(chunk.clear());
  }
}
