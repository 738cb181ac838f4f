package dev.zoetrope.zarr;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalInt;
import java.util.function.IntFunction;

/** Decodes the chunks of one array. Thread-safe. */
public final class ArrayReader {

  private static final int MAX_METADATA_BYTES = 1 << 20;

  /**
   * The highest compression ratio: a zstd block of 128 KiB takes at least four bytes, its header
   * and a repeated byte.
   */
  private static final int HIGHEST_RATIO = (128 << 10) / 4;

  /**
   * RFC 8878, section 3.1.1.1.1: decoders ignore one bit here, so zstd's own checksum does not
   * cover it.
   */
  private static final int FRAME_HEADER_DESCRIPTOR = 4;

  private static final int UNUSED_BIT = 0x10;

  /** RFC 8878: magic number, descriptor, content size, one block header, checksum. */
  private static final int SMALLEST_FRAME = 13;

  private final Store store;
  private final String path;
  private final ArrayMetadata metadata;

  private ArrayReader(Store store, String path, ArrayMetadata metadata) {
    this.store = store;
    this.path = path;
    this.metadata = metadata;
  }

  /** Reads the metadata of the array at a path in the store. */
  public static ArrayReader open(Store store, String path) throws IOException {
    byte[] json =
        store
            .read(Store.key(path, Store.METADATA), MAX_METADATA_BYTES)
            .orElseThrow(() -> new ZarrFormatException(path, "the array is missing"));
    return new ArrayReader(store, path, ArrayMetadata.parse(path, json));
  }

  /** Returns the array's path inside the store. */
  public String path() {
    return path;
  }

  /** Returns the array's metadata. */
  public ArrayMetadata metadata() {
    return metadata;
  }

  /** Returns the stored size of a chunk in bytes; 0 if the chunk is absent. */
  public long storedBytes(int chunk) throws IOException {
    return store.size(key(chunk)).orElse(0L);
  }

  /**
   * Decodes a chunk and checks that it is the one that was written here: {@code chunkLength} slices
   * in row-major order, little endian.
   *
   * @param written the CRC-32C with which it was written, 0 if it holds only the fill value; empty
   *     if unknown
   * @param memory allocates a direct buffer of a given length, which will be the result; called
   *     only once the chunk's size has been found plausible
   * @throws ZarrFormatException if the chunk is missing, damaged or a different one
   */
  public ByteBuffer chunk(int chunk, OptionalInt written, IntFunction<ByteBuffer> memory)
      throws IOException {
    int size = metadata.chunkBytes();
    byte[] compressed =
        store
            .read(key(chunk), Math.toIntExact(Zstd.compressBound(size)) + 64)
            .orElseThrow(() -> new ZarrFormatException(path, chunk, "the chunk is missing"));
    int length = compressed.length - (metadata.crc32c() ? Crc32c.BYTES : 0);
    if (length < SMALLEST_FRAME) {
      throw new ZarrFormatException(
          path, chunk, "is cut off after " + compressed.length + " bytes");
    }
    int checksum = Crc32c.of(compressed, length);
    if (metadata.crc32c() && Crc32c.stored(compressed, length) != checksum) {
      throw new ZarrFormatException(path, chunk, "does not match its crc32c checksum");
    }
    if (Zstd.getFrameContentSize(compressed, 0, length) != size
        || (compressed[FRAME_HEADER_DESCRIPTOR] & UNUSED_BIT) != 0) {
      throw new ZarrFormatException(
          path, chunk, "is not a zstd frame of " + size + " bytes, as the metadata says");
    }
    if (size > (long) HIGHEST_RATIO * length) {
      throw new ZarrFormatException(
          path, chunk, length + " bytes cannot decode to " + size + ": truncated");
    }
    ByteBuffer decoded = memory.apply(size).order(ByteOrder.LITTLE_ENDIAN);
    try (ZstdDecompressCtx zstd = new ZstdDecompressCtx()) {
      int bytes =
          zstd.decompressByteArrayToDirectByteBuffer(decoded, 0, size, compressed, 0, length);
      if (bytes != size) {
        throw new ZarrFormatException(
            path, chunk, "decodes to " + bytes + " of " + size + " bytes");
      }
    } catch (ZstdException e) {
      throw new ZarrFormatException(path, chunk, "does not decode: " + e.getMessage());
    }
    if (written.isPresent()
        && written.getAsInt() != checksum
        && !(written.getAsInt() == 0 && isFill(decoded))) {
      throw new ZarrFormatException(path, chunk, "is not the chunk that was written here");
    }
    return decoded;
  }

  /** Returns the CRC-32C with which a chunk ends. */
  public int storedChecksum(int chunk) throws IOException {
    byte[] compressed =
        store
            .read(key(chunk), Math.toIntExact(Zstd.compressBound(metadata.chunkBytes())) + 64)
            .orElseThrow(() -> new ZarrFormatException(path, chunk, "the chunk is missing"));
    if (!metadata.crc32c() || compressed.length < SMALLEST_FRAME) {
      throw new ZarrFormatException(path, chunk, "has no checksum");
    }
    return Crc32c.stored(compressed, compressed.length - Crc32c.BYTES);
  }

  private boolean isFill(ByteBuffer content) {
    ByteBuffer fill = ByteBuffer.allocate(content.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    metadata.dataType().fill(fill);
    return content.equals(fill.flip());
  }

  private String key(int chunk) {
    return Store.key(path, metadata.chunkKey(chunk));
  }
}
