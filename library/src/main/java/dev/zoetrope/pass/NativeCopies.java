package dev.zoetrope.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/** Reads an array's values directly from native memory. */
public final class NativeCopies {

  private NativeCopies() {}

  /** Returns a checksum of the array's bytes, whatever its data type. */
  public static long checksum(NDArray array) {
    CRC32C crc = new CRC32C();
    crc.update(
        array.toByteBuffer(true)); // shares the array's memory, which is valid during this call
    return crc.getValue();
  }

  /**
   * Passes all values as float32 in row-major order to a reader, which must not keep the buffer.
   */
  public static void read(NDArray array, Consumer<FloatBuffer> reader) {
    if (array.getDataType() == DataType.FLOAT32) {
      // Shares the array's memory, which is valid during this call.
      reader.accept(array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer());
      return;
    }
    try (NDArray converted = array.toType(DataType.FLOAT32, true)) {
      read(converted, reader);
    }
  }
}
