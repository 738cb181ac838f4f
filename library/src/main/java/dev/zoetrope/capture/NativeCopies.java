package dev.zoetrope.capture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.Consumer;

/** Reads an array's values where they lie. */
final class NativeCopies {

  private NativeCopies() {}

  /** Shows all values as float32, in row-major order, to a reader that must not keep the buffer. */
  static void read(NDArray array, Consumer<FloatBuffer> reader) {
    if (array.getDataType() == DataType.FLOAT32) {
      // Shares the array's memory, which outlives this line.
      reader.accept(array.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer());
      return;
    }
    try (NDArray converted = array.toType(DataType.FLOAT32, true)) {
      read(converted, reader);
    }
  }
}
