package dev.zoetrope.dataset;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The header of an IDX file: two zero bytes, the type of the values, the number of axes, then the
 * length of each axis as a big-endian int32.
 *
 * @param type the type of the values
 * @param shape the length of each axis, all above 0
 */
record IdxHeader(Type type, List<Integer> shape) {

  IdxHeader {
    shape = List.copyOf(shape);
  }

  private static final int MAX_AXES = 4;

  /** The type of an IDX file's values; all are big-endian. */
  enum Type {
    UNSIGNED_BYTE(0x08, 1),
    SIGNED_BYTE(0x09, 1),
    INT16(0x0B, 2),
    INT32(0x0C, 4),
    FLOAT32(0x0D, 4),
    FLOAT64(0x0E, 8);

    private final int code;
    private final int bytes;

    Type(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    /** Returns the size of one value in bytes. */
    int bytes() {
      return bytes;
    }

    /** Returns the value at an index; a double holds every type exactly. */
    double get(ByteBuffer values, int index) {
      return switch (this) {
        case UNSIGNED_BYTE -> values.get(index) & 0xff;
        case SIGNED_BYTE -> values.get(index);
        case INT16 -> values.getShort(2 * index);
        case INT32 -> values.getInt(4 * index);
        case FLOAT32 -> values.getFloat(4 * index);
        case FLOAT64 -> values.getDouble(8 * index);
      };
    }

    private static Optional<Type> of(int code) {
      return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }
  }

  /** Returns whether a file with these first bytes is IDX, valid or not. */
  static boolean begins(byte[] first) {
    return first.length >= 4
        && first[0] == 0
        && first[1] == 0
        && Type.of(first[2] & 0xff).isPresent()
        && first[3] > 0;
  }

  static IdxHeader read(String name, DataInputStream in) throws IOException {
    int magic = in.readInt();
    int axes = magic & 0xff;
    Optional<Type> type = magic >>> 16 == 0 ? Type.of(magic >>> 8) : Optional.empty();
    if (type.isEmpty()) {
      throw new DatasetException(
          "%s is not an IDX file: its magic number is 0x%08x".formatted(name, magic));
    }
    if (axes < 1 || axes > MAX_AXES) {
      throw new DatasetException(
          "%s has %s axes; images have 3 or 4 and labels 1 or 2".formatted(name, axes));
    }
    List<Integer> shape = new ArrayList<>();
    long bytes = type.get().bytes();
    for (int axis = 0; axis < axes; axis++) {
      int length = in.readInt();
      shape.add(length);
      bytes *= Math.max(0, length);
      if (bytes < 1 || bytes > Heap.LARGEST_ARRAY) {
        throw new DatasetException(
            "%s has an axis of length %s; it would have no values, or more than 2 GiB of them"
                .formatted(name, Integer.toUnsignedString(length)));
      }
    }
    return new IdxHeader(type.get(), shape);
  }

  /** Returns the number of values. */
  int size() {
    return shape.stream().reduce(1, (a, b) -> a * b);
  }

  /** Returns the header as stored in the file. */
  byte[] bytes() {
    ByteBuffer header = ByteBuffer.allocate(Integer.BYTES * (1 + shape.size()));
    header.putInt(type.code << 8 | shape.size());
    for (int length : shape) {
      header.putInt(length);
    }
    return header.array();
  }
}
