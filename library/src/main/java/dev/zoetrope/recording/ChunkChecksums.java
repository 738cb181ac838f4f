package dev.zoetrope.recording;

import java.io.IOException;

/** Knows the checksums of one array's chunks. */
@FunctionalInterface
interface ChunkChecksums {

  /**
   * Returns the checksum of the chunk that ends with this many frames; 0 if none does.
   *
   * @param last whether these are all frames, so that a chunk ends with them, full or not
   */
  int endingWith(int frames, boolean last) throws IOException;
}
