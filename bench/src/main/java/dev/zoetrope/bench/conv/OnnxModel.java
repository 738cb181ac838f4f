package dev.zoetrope.bench.conv;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * An ONNX model of one operator: x, [image, channel, y, x], convolved with constant weights is y.
 * Field numbers are those of onnx.proto; opset 13 has had the same Conv ever since 11. Fields that
 * protobuf's runtime does not know are written by their numbers, so no generated classes are
 * needed.
 */
final class OnnxModel {

  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INTS = 7;

  private OnnxModel() {}

  static byte[] of(ConvShape shape, int batch) {
    UnknownFieldSet.Builder node =
        message()
            .mergeLengthDelimitedField(1, text("x"))
            .mergeLengthDelimitedField(1, text("w"))
            .mergeLengthDelimitedField(2, text("y"))
            .mergeLengthDelimitedField(4, text("Conv"))
            .mergeLengthDelimitedField(5, ints("kernel_shape", shape.kernel(), 2))
            .mergeLengthDelimitedField(5, ints("strides", shape.stride(), 2))
            .mergeLengthDelimitedField(5, ints("pads", shape.padding(), 4));
    UnknownFieldSet.Builder weight =
        message()
            .mergeField(1, numbers(shape.weightShape()))
            .mergeVarintField(2, FLOAT)
            .mergeLengthDelimitedField(8, text("w"))
            .mergeLengthDelimitedField(9, floats(shape.weight()));
    UnknownFieldSet.Builder graph =
        message()
            .mergeLengthDelimitedField(1, bytes(node))
            .mergeLengthDelimitedField(2, text("conv"))
            .mergeLengthDelimitedField(5, bytes(weight))
            .mergeLengthDelimitedField(11, value("x", shape.inputShape(batch)))
            .mergeLengthDelimitedField(12, value("y", shape.outputShape(batch)));
    return message()
        .mergeVarintField(1, 8) // the version of the format
        .mergeLengthDelimitedField(7, bytes(graph))
        .mergeLengthDelimitedField(8, bytes(message().mergeVarintField(2, 13)))
        .build()
        .toByteArray();
  }

  private static ByteString ints(String name, int value, int count) {
    UnknownFieldSet.Builder attribute = message().mergeLengthDelimitedField(1, text(name));
    for (int i = 0; i < count; i++) {
      attribute.mergeVarintField(8, value);
    }
    return bytes(attribute.mergeVarintField(20, ATTRIBUTE_INTS));
  }

  private static ByteString value(String name, long[] shape) {
    UnknownFieldSet.Builder dimensions = message();
    for (long length : shape) {
      dimensions.mergeLengthDelimitedField(1, bytes(message().mergeField(1, numbers(length))));
    }
    UnknownFieldSet.Builder tensor =
        message().mergeVarintField(1, FLOAT).mergeLengthDelimitedField(2, bytes(dimensions));
    return bytes(
        message()
            .mergeLengthDelimitedField(1, text(name))
            .mergeLengthDelimitedField(
                2, bytes(message().mergeLengthDelimitedField(1, bytes(tensor)))));
  }

  private static UnknownFieldSet.Builder message() {
    return UnknownFieldSet.newBuilder();
  }

  private static ByteString bytes(UnknownFieldSet.Builder message) {
    return message.build().toByteString();
  }

  private static ByteString text(String value) {
    return ByteString.copyFromUtf8(value);
  }

  private static UnknownFieldSet.Field numbers(long... values) {
    UnknownFieldSet.Field.Builder field = UnknownFieldSet.Field.newBuilder();
    for (long value : values) {
      field.addVarint(value);
    }
    return field.build();
  }

  private static ByteString floats(float[] values) {
    ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length);
    raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(values);
    return ByteString.copyFrom(raw);
  }
}
