package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Writes the table of chunk checksums. Not thread-safe. */
final class ChecksumWriter {

  /**
   * Columns reserved for series, which may begin at any time; unused ones compress to almost
   * nothing.
   */
  private static final int SERIES_COLUMNS = 32;

  private final List<ArrayWriter> arrays;
  private final SeriesWriters series;
  private final int framesPerRow;
  private final ArrayWriter table;

  /**
   * Creates the table.
   *
   * @param arrays all arrays except series, in the order of {@link ArrayCatalog#checksumColumns}
   * @param capacity the number of frames to make room for
   */
  ChecksumWriter(
      RecordingDirectory directory, List<ArrayWriter> arrays, SeriesWriters series, int capacity)
      throws IOException {
    this.arrays = arrays;
    this.series = series;
    // Chunk lengths are powers of two, so the smallest divides all others.
    framesPerRow =
        arrays.stream()
            .skip(ArrayCatalog.PROBE_ARRAYS.size())
            .mapToInt(ArrayWriter::chunkLength)
            .min()
            .orElseThrow();
    table =
        directory.array(
            ArrayCatalog.checksums(arrays.size() + SERIES_COLUMNS), capacity / framesPerRow + 1);
  }

  int framesPerRow() {
    return framesPerRow;
  }

  /** Adds a row if one is full. Call this once all arrays have this many frames. */
  void frameAppended(int frames) throws IOException {
    if (frames % framesPerRow == 0) {
      appendRow();
    }
  }

  void flush() throws IOException {
    table.flush();
  }

  /** Adds the row of the last chunks. Call this once all arrays are finished. */
  void finish() throws IOException {
    appendRow();
    table.finish();
  }

  private void appendRow() throws IOException {
    ByteBuffer row = table.next();
    arrays.forEach(array -> row.putInt(array.checksum()));
    series.arrays().stream().limit(SERIES_COLUMNS).forEach(array -> row.putInt(array.checksum()));
    table.append();
  }
}
