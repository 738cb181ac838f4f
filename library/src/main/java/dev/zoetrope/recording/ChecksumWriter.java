package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.Supplier;

/** Writes the table of chunk checksums. Not thread-safe. */
final class ChecksumWriter {

  /**
   * Columns reserved for series, which may begin at any time; unused ones compress to almost
   * nothing.
   */
  private static final int SERIES_COLUMNS = 32;

  private final Supplier<List<ChunkChecksums>> columns;
  private final int framesPerRow;
  private final ArrayWriter table;

  /**
   * Continues a table, which may be empty.
   *
   * @param columns returns the arrays in the order of {@link ArrayCatalog#checksumColumns}; series
   *     without a column are ignored
   */
  ChecksumWriter(Supplier<List<ChunkChecksums>> columns, int framesPerRow, ArrayWriter table) {
    this.columns = columns;
    this.framesPerRow = framesPerRow;
    this.table = table;
  }

  /**
   * Describes a table for arrays that exist from the beginning, and for series.
   *
   * @param frameArrays the arrays with a slice per frame
   */
  static ArraySpec table(List<ArraySpec> frameArrays) {
    return ArrayCatalog.checksums(
        ArrayCatalog.PROBE_ARRAYS.size() + frameArrays.size() + SERIES_COLUMNS);
  }

  /**
   * Returns how many frames a row covers: the smallest chunk length, which divides all others,
   * since they are powers of two.
   */
  static int framesPerRow(List<ArraySpec> frameArrays) {
    return frameArrays.stream().mapToInt(ArraySpec::chunkLength).min().orElseThrow();
  }

  int framesPerRow() {
    return framesPerRow;
  }

  /** Adds a row if one is full. Call this once all arrays have this many frames. */
  void frameAppended(int frames) throws IOException {
    if (frames % framesPerRow == 0) {
      appendRow(frames, false);
    }
  }

  void flush() throws IOException {
    table.flush();
  }

  /** Adds the row of the last chunks. Call this once all arrays are finished. */
  void finish(int frames) throws IOException {
    appendRow(frames, true);
    table.finish();
  }

  private void appendRow(int frames, boolean last) throws IOException {
    ByteBuffer row = table.next();
    for (ChunkChecksums column : columns.get()) {
      if (row.hasRemaining()) {
        row.putInt(column.endingWith(frames, last));
      }
    }
    table.append();
  }
}
