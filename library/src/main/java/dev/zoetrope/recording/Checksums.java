package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import dev.zoetrope.zarr.Json;
import dev.zoetrope.zarr.ZarrFormatException;

/**
 * How much of the table of checksums is to be believed, and where in it a chunk stands.
 *
 * @param framesPerRow a row is about the chunks that end within so many frames
 * @param rows how many rows are committed: those of the committed frames and, once the recording is
 *     closed, a last one
 */
record Checksums(int framesPerRow, int rows) {

  private static final String FRAMES_PER_ROW = "frames_per_row";
  private static final String ROWS = "rows";

  /** What recordings without a table have: no row is ever full. */
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

  /** Reads what the root says beside its number of frames. */
  static Checksums parse(JsonObject json, int frames) throws ZarrFormatException {
    int framesPerRow = Json.integer(RootJson.NODE, json, FRAMES_PER_ROW, 1, Integer.MAX_VALUE);
    int rows = Json.integer(RootJson.NODE, json, ROWS, 0, Integer.MAX_VALUE);
    Checksums checksums = new Checksums(framesPerRow, rows);
    int full = checksums.fullRows(frames);
    if (rows != full && rows - 1 != full) {
      throw new ZarrFormatException(
          RootJson.NODE, rows + " rows of checksums do not fit " + frames + " frames");
    }
    return checksums;
  }

  /** Returns how many rows that many frames fill. */
  int fullRows(int frames) {
    return frames / framesPerRow;
  }

  /**
   * Returns the row of a chunk of that length, or −1 where none is committed: the chunk still
   * grows, or is shorter than a row.
   */
  int row(int chunk, int chunkLength, int frames) {
    long end = (chunk + 1L) * chunkLength;
    long row = end <= frames ? end / framesPerRow - 1 : frames / framesPerRow;
    return chunkLength % framesPerRow == 0 && row < rows ? (int) row : -1;
  }
}
