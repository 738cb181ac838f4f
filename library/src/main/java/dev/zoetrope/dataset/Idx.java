package dev.zoetrope.dataset;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.ZipException;

/**
 * An IDX file of unsigned bytes: two zero bytes, the type 0x08, the number of axes, the length of
 * each axis (big-endian int32), then the values in row-major order.
 */
final class Idx {

  private static final int UNSIGNED_BYTE = 0x08;
  private static final int MAX_AXES = 4;
  private static final int READ_AHEAD = 1 << 20;

  private final int[] shape;
  private final byte[] values;

  private Idx(int[] shape, byte[] values) {
    this.shape = shape;
    this.values = values;
  }

  /** Returns the length of each axis. */
  int[] shape() {
    return shape;
  }

  /** Returns the values in row-major order. */
  byte[] values() {
    return values;
  }

  /**
   * Reads an unpacked IDX stream to its end.
   *
   * @param name the file's name, for errors
   */
  static Idx read(String name, InputStream stream) throws IOException {
    try {
      DataInputStream in = new DataInputStream(stream);
      int magic = in.readInt();
      int axes = magic & 0xff;
      if (magic >>> 8 != UNSIGNED_BYTE || axes < 1 || axes > MAX_AXES) {
        throw new DatasetException(
            "%s is not an IDX file of unsigned bytes: its magic number is 0x%08x"
                .formatted(name, magic));
      }
      int[] shape = new int[axes];
      long size = 1;
      for (int axis = 0; axis < axes; axis++) {
        shape[axis] = in.readInt();
        if (shape[axis] < 1 || (size *= shape[axis]) > Integer.MAX_VALUE - READ_AHEAD) {
          throw new DatasetException(
              name + " has an axis of length " + Integer.toUnsignedString(shape[axis]));
        }
      }
      return new Idx(shape, readValues(name, in, (int) size));
    } catch (EOFException e) {
      throw new DatasetException(name + " is truncated");
    } catch (ZipException e) {
      throw new DatasetException(name + " is not sound gzip: " + e.getMessage());
    }
  }

  /** Reads in steps, so that a false header cannot claim more memory than the file has bytes. */
  private static byte[] readValues(String name, InputStream in, int size) throws IOException {
    byte[] values = in.readNBytes(size);
    if (values.length < size) {
      throw new DatasetException(
          "%s is truncated: it has %d of %d values".formatted(name, values.length, size));
    }
    if (in.read() >= 0) {
      throw new DatasetException(name + " goes on after its last value");
    }
    return values;
  }

  /** Returns the bytes before the first value. */
  byte[] header() {
    ByteBuffer header = ByteBuffer.allocate(Integer.BYTES * (1 + shape.length));
    header.putInt(UNSIGNED_BYTE << 8 | shape.length);
    for (int length : shape) {
      header.putInt(length);
    }
    return header.array();
  }
}
