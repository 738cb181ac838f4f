package dev.zoetrope.zarr;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The codec {@code crc32c} of the Zarr v3 core specification: the CRC-32C (RFC 3720, appendix B.4)
 * of all bytes before it, little endian. It also covers bits of a zstd frame that decoders ignore.
 */
final class Crc32c {

  static final int BYTES = Integer.BYTES;

  private Crc32c() {}

  /** Writes the checksum of the first {@code length} bytes right after them, and returns it. */
  static int append(byte[] chunk, int length) {
    int checksum = of(chunk, length);
    last(chunk, length).putInt(checksum);
    return checksum;
  }

  /** Returns the checksum stored after the first {@code length} bytes. */
  static int stored(byte[] chunk, int length) {
    return last(chunk, length).getInt();
  }

  static int of(byte[] chunk, int length) {
    CRC32C crc = new CRC32C();
    crc.update(chunk, 0, length);
    return (int) crc.getValue();
  }

  private static ByteBuffer last(byte[] chunk, int length) {
    return ByteBuffer.wrap(chunk, length, BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
