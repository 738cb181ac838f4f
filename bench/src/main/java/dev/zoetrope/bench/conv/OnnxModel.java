package dev.zoetrope.bench.conv;

/**
 * An ONNX model of one operator: x, [image, channel, y, x], convolved with constant weights is y.
 * Field numbers are those of onnx.proto; opset 13 has had the same Conv ever since 11.
 */
final class OnnxModel {

  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_INTS = 7;

  private OnnxModel() {}

  static byte[] of(ConvShape shape, int batch) {
    Protobuf node =
        new Protobuf()
            .text(1, "x")
            .text(1, "w")
            .text(2, "y")
            .text(4, "Conv")
            .message(5, ints("kernel_shape", shape.kernel(), 2))
            .message(5, ints("strides", shape.stride(), 2))
            .message(5, ints("pads", shape.padding(), 4));
    Protobuf weight = new Protobuf();
    for (long length : shape.weightShape()) {
      weight.number(1, length);
    }
    weight.number(2, FLOAT).text(8, "w").floats(9, shape.weight());
    Protobuf graph =
        new Protobuf()
            .message(1, node)
            .text(2, "conv")
            .message(5, weight)
            .message(11, value("x", shape.inputShape(batch)))
            .message(12, value("y", shape.outputShape(batch)));
    return new Protobuf()
        .number(1, 8) // the version of the format
        .message(7, graph)
        .message(8, new Protobuf().number(2, 13))
        .toBytes();
  }

  private static Protobuf ints(String name, int value, int count) {
    Protobuf attribute = new Protobuf().text(1, name);
    for (int i = 0; i < count; i++) {
      attribute.number(8, value);
    }
    return attribute.number(20, ATTRIBUTE_INTS);
  }

  private static Protobuf value(String name, long[] shape) {
    Protobuf dimensions = new Protobuf();
    for (long length : shape) {
      dimensions.message(1, new Protobuf().number(1, length));
    }
    Protobuf tensor = new Protobuf().number(1, FLOAT).message(2, dimensions);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }
}
