package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.ZarrFormatException;

/**
 * Which rows of the checksum table are valid, and which row a chunk belongs to.
 *
 * @param framesPerRow how many frames a row covers: those chunks that end within them
 * @param rows the number of committed rows: those of the committed frames and, once the recording
 *     is closed, a last one
 */
record Checksums(int framesPerRow, int rows) {

  private static final String FRAMES_PER_ROW = "frames_per_row";
  private static final String ROWS = "rows";

  /** For recordings without a table: no row is ever full. */
  static final Checksums NONE = new Checksums(Integer.MAX_VALUE, 0);

  static Checksums of(int framesPerRow, int frames, boolean closed) {
    return new Checksums(framesPerRow, frames / framesPerRow + (closed ? 1 : 0));
  }

  JsonObject toJson() {
    JsonObject json = new JsonObject();
    json.addProperty(FRAMES_PER_ROW, framesPerRow);
    json.addProperty(ROWS, rows);
    return json;
  }

  /** Parses the entry in the root's attributes. */
  static Checksums parse(JsonObject json, int frames) throws ZarrFormatException {
    int framesPerRow = Json.integer(RootJson.NODE, json, FRAMES_PER_ROW, 1, Integer.MAX_VALUE);
    int rows = Json.integer(RootJson.NODE, json, ROWS, 0, Integer.MAX_VALUE);
    Checksums checksums = new Checksums(framesPerRow, rows);
    int full = checksums.fullRows(frames);
    if (rows != full && rows - 1 != full) {
      throw new ZarrFormatException(
          RootJson.NODE, rows + " rows of checksums do not match " + frames + " frames");
    }
    return checksums;
  }

  /** Returns how many rows this many frames fill. */
  int fullRows(int frames) {
    return frames / framesPerRow;
  }

  /**
   * Returns the row of a chunk, or −1 if no row is committed for it, because the chunk is still
   * growing or is shorter than a row.
   */
  int row(int chunk, int chunkLength, int frames) {
    long end = (chunk + 1L) * chunkLength;
    long row = end <= frames ? end / framesPerRow - 1 : frames / framesPerRow;
    return chunkLength % framesPerRow == 0 && row < rows ? (int) row : -1;
  }
}
