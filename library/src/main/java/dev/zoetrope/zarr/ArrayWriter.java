package dev.zoetrope.zarr;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.google.gson.JsonObject;
import dev.zoetrope.files.AtomicFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * Appends slices to one array of a directory store. A chunk is written when it is full. {@link
 * #flush} also writes the unfinished one, with fast compression, since it will be written again.
 * Not thread-safe.
 */
public final class ArrayWriter {

  /** Three times as fast as level −5, for files that are replaced within a second. */
  private static final int UNFINISHED_LEVEL = -50;

  private final Path folder;
  private final AtomicFiles files;
  private final ZstdCompressCtx zstd;
  private final ByteBuffer chunk;
  private final byte[] compressed;
  private ArrayMetadata metadata;
  private int length;
  private boolean unfinished;
  private int checksum;

  /**
   * Creates the array's folder and metadata.
   *
   * @param files writes the files; shared by all arrays of a store
   * @param zstd a compressor that may be shared by the writers of one thread; it must write
   *     checksums
   */
  public ArrayWriter(
      Path root, String path, ArrayMetadata metadata, AtomicFiles files, ZstdCompressCtx zstd)
      throws IOException {
    this.folder = root.resolve(path);
    this.metadata = metadata;
    this.files = files;
    this.zstd = zstd;
    chunk = ByteBuffer.allocate(metadata.chunkBytes()).order(ByteOrder.LITTLE_ENDIAN);
    compressed =
        new byte[Math.toIntExact(Zstd.compressBound(metadata.chunkBytes())) + Crc32c.BYTES];
    files.createDirectories(folder);
    writeMetadata();
    startChunk();
  }

  /** Returns the number of slices appended. */
  public int length() {
    return length;
  }

  /** Returns the number of slices in a chunk. */
  public int chunkLength() {
    return metadata.chunkLength();
  }

  /** Returns the CRC-32C of the last chunk if it is full or the array is finished; otherwise 0. */
  public int checksum() {
    return checksum;
  }

  /** Returns a buffer for the next slice; fill it, then call {@link #append}. */
  public ByteBuffer next() {
    int slice = metadata.sliceBytes();
    int offset = length % metadata.chunkLength() * slice;
    return chunk.slice(offset, slice).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Appends the slice that {@link #next} returned, and writes the chunk if it is full. */
  public void append() throws IOException {
    length++;
    unfinished = true;
    checksum = 0;
    if (length % metadata.chunkLength() == 0) {
      checksum = writeChunk((length - 1) / metadata.chunkLength(), ArrayMetadata.COMPRESSION_LEVEL);
      startChunk();
    }
  }

  /** Makes everything appended so far readable, increasing the declared length if necessary. */
  public void flush() throws IOException {
    if (unfinished) {
      writeChunk(length / metadata.chunkLength(), UNFINISHED_LEVEL);
    }
    if (length > metadata.shape().get(0)) {
      declareLength(Math.max(length, Math.multiplyExact(2, metadata.shape().get(0))));
    }
  }

  /** Writes the last chunk with full compression and sets the declared length to the actual one. */
  public void finish() throws IOException {
    if (length % metadata.chunkLength() != 0) {
      checksum = writeChunk(length / metadata.chunkLength(), ArrayMetadata.COMPRESSION_LEVEL);
    }
    declareLength(length);
  }

  /** Replaces the array's attributes. */
  public void attributes(JsonObject attributes) throws IOException {
    metadata = metadata.withAttributes(attributes);
    writeMetadata();
  }

  private void declareLength(int declared) throws IOException {
    if (declared != metadata.shape().get(0)) {
      metadata = metadata.withLength(declared);
      writeMetadata();
    }
  }

  private void startChunk() {
    unfinished = false;
    metadata.dataType().fill(chunk.clear());
  }

  private int writeChunk(int index, int level) throws IOException {
    zstd.setLevel(level);
    int size =
        zstd.compressByteArray(
            compressed, 0, compressed.length - Crc32c.BYTES, chunk.array(), 0, chunk.capacity());
    int crc = Crc32c.append(compressed, size);
    files.write(folder.resolve(metadata.chunkKey(index)), compressed, size + Crc32c.BYTES);
    unfinished = false;
    return crc;
  }

  private void writeMetadata() throws IOException {
    byte[] json = Json.print(metadata.toJson());
    files.write(folder.resolve(Store.METADATA), json, json.length);
  }
}
