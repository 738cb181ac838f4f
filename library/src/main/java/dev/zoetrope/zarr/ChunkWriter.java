package dev.zoetrope.zarr;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.google.gson.JsonObject;
import dev.zoetrope.files.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes the metadata and the chunks of one array of a directory store. Not thread-safe. */
public final class ChunkWriter {

  /** Three times as fast as level −5, for files that are replaced or deleted soon. */
  private static final int PASSING_LEVEL = -50;

  private final Path folder;
  private final AtomicFiles files;
  private final ZstdCompressCtx zstd;
  private final byte[] compressed;
  private ArrayMetadata metadata;

  private ChunkWriter(
      Path folder, ArrayMetadata metadata, AtomicFiles files, ZstdCompressCtx zstd) {
    this.folder = folder;
    this.metadata = metadata;
    this.files = files;
    this.zstd = zstd;
    compressed =
        new byte[Math.toIntExact(Zstd.compressBound(metadata.chunkBytes())) + Crc32c.BYTES];
  }

  /**
   * Creates the array's folder and metadata.
   *
   * @param files writes the files; shared by all arrays of a store
   * @param zstd a compressor that may be shared by the writers of one thread; it must write
   *     checksums
   */
  public static ChunkWriter create(
      Path root, String path, ArrayMetadata metadata, AtomicFiles files, ZstdCompressCtx zstd)
      throws IOException {
    ChunkWriter writer = resume(root, path, metadata, files, zstd);
    files.createDirectories(writer.folder);
    writer.writeMetadata();
    return writer;
  }

  /** Goes on with an array that exists. */
  public static ChunkWriter resume(
      Path root, String path, ArrayMetadata metadata, AtomicFiles files, ZstdCompressCtx zstd) {
    return new ChunkWriter(root.resolve(path), metadata, files, zstd);
  }

  /** Returns the array's metadata. */
  public ArrayMetadata metadata() {
    return metadata;
  }

  /** Replaces the array's attributes. */
  public void attributes(JsonObject attributes) throws IOException {
    metadata = metadata.withAttributes(attributes);
    writeMetadata();
  }

  /** Declares the length of the first axis, which is the only one that can change. */
  public void declareLength(int declared) throws IOException {
    if (declared != metadata.shape().get(0)) {
      metadata = metadata.withLength(declared);
      writeMetadata();
    }
  }

  /**
   * Writes a chunk that will stay.
   *
   * @param content the whole chunk, little endian, in the order of storage
   * @return its CRC-32C
   */
  public int write(int chunk, byte[] content) throws IOException {
    return write(chunk, content, ArrayMetadata.COMPRESSION_LEVEL);
  }

  /** Writes a chunk that will be replaced or deleted soon, so that speed counts more than size. */
  public void writePassing(int chunk, byte[] content) throws IOException {
    write(chunk, content, PASSING_LEVEL);
  }

  private int write(int chunk, byte[] content, int level) throws IOException {
    zstd.setLevel(level);
    int size =
        zstd.compressByteArray(
            compressed, 0, compressed.length - Crc32c.BYTES, content, 0, metadata.chunkBytes());
    int crc = Crc32c.append(compressed, size);
    files.write(file(chunk), compressed, size + Crc32c.BYTES);
    return crc;
  }

  /** Deletes a chunk, which then reads as the fill value. */
  public void delete(int chunk) throws IOException {
    Files.deleteIfExists(file(chunk));
  }

  private Path file(int chunk) {
    return folder.resolve(metadata.chunkKey(chunk));
  }

  private void writeMetadata() throws IOException {
    byte[] json = Json.print(metadata.toJson());
    files.write(folder.resolve(Store.METADATA), json, json.length);
  }
}
