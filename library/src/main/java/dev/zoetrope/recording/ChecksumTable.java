package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.ChunkCache;
import dev.zoetrope.zarr.DataType;
import dev.zoetrope.zarr.Store;
import dev.zoetrope.zarr.ZarrFormatException;
import java.io.IOException;
import java.util.OptionalInt;

/** The table of chunk checksums, which tells whether a chunk belongs in its place. Thread-safe. */
final class ChecksumTable {

  /** 64 rows of three layers take 11 KiB: enough for random reads in a million frames. */
  private static final long CACHE_BYTES = 4 << 20;

  private final Store store;
  private final ChunkCache cache = new ChunkCache(CACHE_BYTES);
  private volatile ArrayReader table;

  ChecksumTable(Store store) {
    this.store = store;
  }

  /**
   * Returns the checksum that was written for a chunk, 0 if the chunk holds only the fill value;
   * empty if none was written.
   *
   * @param seen the root as it was read before the chunk
   * @throws ZarrFormatException if the table is missing or damaged
   */
  OptionalInt of(Snapshot seen, ArrayReader array, int chunk) throws IOException {
    Integer column = seen.checksumColumns().get(array.path());
    if (column == null) {
      return OptionalInt.empty();
    }
    Checksums checksums = seen.root().checksums();
    int row =
        column < ArrayCatalog.PROBE_ARRAYS.size()
            ? 0
            : checksums.row(chunk, array.metadata().chunkLength(), seen.frames());
    if (row < 0) {
      return OptionalInt.empty();
    }
    ArrayReader rows = open();
    if (column >= rows.metadata().shape().get(1)) {
      return OptionalInt.empty(); // the table had no room for this series
    }
    int slice = row % rows.metadata().chunkLength();
    int at = slice * rows.metadata().sliceBytes() + column * Integer.BYTES;
    int[] checksum = new int[1];
    cache.use(
        rows,
        row,
        checksums.rows(),
        (part, memory) -> rows.chunk(part, OptionalInt.empty(), memory),
        content -> checksum[0] = content.getInt(at));
    return OptionalInt.of(checksum[0]);
  }

  void close() {
    cache.close();
  }

  /** Returns the array that holds the table. */
  ArrayReader open() throws IOException {
    ArrayReader opened = table;
    if (opened == null) {
      opened = ArrayReader.open(store, ArrayCatalog.CHECKSUMS);
      if (opened.metadata().dataType() != DataType.UINT32
          || opened.metadata().shape().size() != 2) {
        throw new ZarrFormatException(opened.path(), "must be uint32 with two axes");
      }
      table = opened;
    }
    return opened;
  }
}
