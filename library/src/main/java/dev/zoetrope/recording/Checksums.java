package dev.zoetrope.recording;

/**
 * How much of the table of checksums is to be believed, and where in it a chunk stands.
 *
 * @param framesPerRow a row is about the chunks that end within so many frames
 * @param rows how many rows are committed: those of the committed frames and, once the recording is
 *     closed, a last one
 */
record Checksums(int framesPerRow, int rows) {

  /** What recordings without a table have: no row is ever full. */
  static final Checksums NONE = new Checksums(Integer.MAX_VALUE, 0);

  static Checksums of(int framesPerRow, int frames, boolean closed) {
    return new Checksums(framesPerRow, frames / framesPerRow + (closed ? 1 : 0));
  }

  boolean fit(int frames) {
    return rows == frames / framesPerRow || rows == frames / framesPerRow + 1L;
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
