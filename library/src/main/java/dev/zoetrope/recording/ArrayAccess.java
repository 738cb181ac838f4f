package dev.zoetrope.recording;

import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import dev.zoetrope.zarr.ArrayMetadata;
import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.ChunkCache;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.Store;
import dev.zoetrope.zarr.ZarrFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The arrays of a recording, each opened when first needed, with a cache of decoded chunks. Every
 * chunk is checked against the checksum table. Thread-safe; closing does not close the store.
 */
final class ArrayAccess implements AutoCloseable {

  private final Store store;
  private final ChunkCache cache;
  private final ChecksumTable checksums;
  private final Map<String, ArrayReader> opened = new ConcurrentHashMap<>();

  ArrayAccess(Store store, long cacheBytes) {
    this.store = store;
    cache = new ChunkCache(cacheBytes);
    checksums = new ChecksumTable(store);
  }

  /** Opens an array, which must match its description. */
  ArrayReader open(ArraySpec spec) throws IOException {
    return spec.require(open(spec.path()));
  }

  /** Opens an array without a description. */
  ArrayReader open(String path) throws IOException {
    ArrayReader array = opened.get(path);
    if (array == null) {
      array = ArrayReader.open(store, path);
      opened.put(path, array);
    }
    return array;
  }

  /** Opens the array of a series and checks its shape against its column names. */
  ArrayReader openSeries(String path) throws IOException {
    ArrayReader array = open(path);
    return ArrayCatalog.series(path, columns(array)).require(array);
  }

  /** Returns the names of a series' columns; empty for a single curve. */
  static List<String> columns(ArrayReader series) throws ZarrFormatException {
    ArrayMetadata metadata = series.metadata();
    List<String> columns = new ArrayList<>();
    if (metadata.shape().size() > 1) {
      for (JsonElement name :
          Json.list(series.path(), metadata.attributes(), ArrayCatalog.COLUMN)) {
        if (!(name instanceof JsonPrimitive p)
            || !p.isString()
            || columns.contains(p.getAsString())) {
          throw new ZarrFormatException(
              series.path(), "\"" + ArrayCatalog.COLUMN + "\" must hold distinct strings");
        }
        columns.add(p.getAsString());
      }
    }
    return columns;
  }

  /** Returns the checksum table. */
  ArrayReader checksumTable() throws IOException {
    return checksums.open();
  }

  /** Returns the checksum that was written for a chunk; empty if there is none. */
  OptionalInt checksum(Snapshot seen, ArrayReader array, int chunk) throws IOException {
    return checksums.of(seen, array, chunk);
  }

  /** Reads an array's only chunk, bypassing the cache. */
  ByteBuffer onlyChunk(Snapshot seen, ArrayReader array) throws IOException {
    return array.chunk(0, checksums.of(seen, array, 0), ByteBuffer::allocateDirect);
  }

  /**
   * Uses the slice of one frame; the buffer is positioned at its beginning and must not be kept.
   */
  void useSlice(Snapshot seen, ArrayReader array, int frame, Consumer<ByteBuffer> use)
      throws IOException {
    ArrayMetadata metadata = array.metadata();
    int begin = frame % metadata.chunkLength() * metadata.sliceBytes();
    useChunk(seen, array, frame, seen.frames(), chunk -> use.accept(chunk.position(begin)));
  }

  /**
   * Uses the chunk that holds a frame; the buffer must not be kept.
   *
   * @param committed how many frames the array has
   */
  void useChunk(
      Snapshot seen, ArrayReader array, int frame, int committed, Consumer<ByteBuffer> use)
      throws IOException {
    cache.use(
        array,
        frame,
        committed,
        (chunk, memory) -> array.chunk(chunk, checksums.of(seen, array, chunk), memory),
        use);
  }

  /** Uses a chunk that will not change any more; the buffer must not be kept. */
  void useFinalChunk(ArrayReader array, int chunk, OptionalInt written, Consumer<ByteBuffer> use)
      throws IOException {
    cache.useFinal(array, chunk, (index, memory) -> array.chunk(index, written, memory), use);
  }

  /** Returns whether an array exists. */
  boolean exists(String path) throws IOException {
    return store.size(Store.key(path, Store.METADATA)).isPresent();
  }

  /** Returns how many chunks hold this many slices. */
  static int chunks(ArrayReader array, int slices) {
    return (int) Math.ceil((double) slices / array.metadata().chunkLength());
  }

  @Override
  public void close() {
    cache.close();
    checksums.close();
  }
}
