package dev.zoetrope.zarr;

import com.google.gson.JsonPrimitive;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The element types of recordings, each with the fill value that means "not written". */
public enum DataType {
  /** Signed byte; the lowest value is reserved for "no value". */
  INT8("int8", 1),
  /** Signed 16-bit integer; the lowest value is reserved for "no value". */
  INT16("int16", 2),
  /** IEEE 754 binary16. */
  FLOAT16("float16", 2),
  /** IEEE 754 binary32. */
  FLOAT32("float32", 4),
  /** IEEE 754 binary64. */
  FLOAT64("float64", 8),
  /** Unsigned byte. */
  UINT8("uint8", 1),
  /** Unsigned 32-bit integer. */
  UINT32("uint32", 4),
  /** Signed 64-bit integer. */
  INT64("int64", 8);

  /** A multiple of every element size; longer buffers are filled with copies. */
  private static final int FILLED_BYTES = 8192;

  private final String zarrName;
  private final int size;

  DataType(String zarrName, int size) {
    this.zarrName = zarrName;
    this.size = size;
  }

  static Optional<DataType> named(String zarrName) {
    for (DataType type : values()) {
      if (type.zarrName.equals(zarrName)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Returns this type's name in Zarr's {@code data_type}. */
  public String zarrName() {
    return zarrName;
  }

  /** Returns the number of bytes per element. */
  public int size() {
    return size;
  }

  JsonPrimitive fillValue() {
    return switch (this) {
      case INT8 -> new JsonPrimitive(-128);
      case INT16 -> new JsonPrimitive(Short.MIN_VALUE);
      case FLOAT16, FLOAT32, FLOAT64 -> new JsonPrimitive("NaN");
      case UINT8, UINT32, INT64 -> new JsonPrimitive(0);
    };
  }

  /** Fills the little-endian buffer from its position to its limit with the fill value. */
  void fill(ByteBuffer buffer) {
    int length = Math.min(buffer.remaining(), FILLED_BYTES);
    ByteBuffer filled = buffer.slice(buffer.position(), length).order(buffer.order());
    fillOneByOne(filled);
    buffer.position(buffer.position() + length);
    while (buffer.hasRemaining()) {
      buffer.put(filled.clear().limit(Math.min(buffer.remaining(), length)));
    }
  }

  private void fillOneByOne(ByteBuffer buffer) {
    while (buffer.hasRemaining()) {
      switch (this) {
        case INT8 -> buffer.put((byte) -128);
        case INT16 -> buffer.putShort(Short.MIN_VALUE);
        case FLOAT16 -> buffer.putShort(Half.NAN);
        case FLOAT32 -> buffer.putFloat(Float.NaN);
        case FLOAT64 -> buffer.putDouble(Double.NaN);
        case UINT8 -> buffer.put((byte) 0);
        case UINT32 -> buffer.putInt(0);
        case INT64 -> buffer.putLong(0);
      }
    }
  }
}
