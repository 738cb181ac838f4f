package dev.zoetrope.bench.conv;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One convolutional layer with square images and square kernels, float32, no bias, no dilation, one
 * group.
 *
 * @param name as in reports
 * @param in channels of the input
 * @param out channels of the output
 * @param side height and width of the input
 * @param kernel height and width of the kernel
 * @param stride step between two places of the kernel
 * @param padding zeros on each side of the input
 */
public record ConvShape(
    String name, int in, int out, int side, int kernel, int stride, int padding) {

  /** The article's layers. */
  public static final List<ConvShape> ARTICLE =
      List.of(
          same("conv1", 1, 4, 28),
          same("conv2", 4, 4, 28),
          same("conv3", 4, 8, 14),
          same("conv4", 8, 8, 14),
          same("conv5", 8, 16, 7),
          same("conv6", 16, 16, 7));

  /** Layers of the size that image networks have: ResNet's body, its bottleneck and its stem. */
  public static final List<ConvShape> LARGE =
      List.of(
          same("3x3-64-64-56", 64, 64, 56),
          new ConvShape("1x1-256-64-56", 256, 64, 56, 1, 1, 0),
          new ConvShape("7x7s2-3-64-224", 3, 64, 224, 7, 2, 3));

  private static ConvShape same(String name, int in, int out, int side) {
    return new ConvShape(name, in, out, side, 3, 1, 1);
  }

  /** Returns the layer of that name. */
  public static ConvShape of(String name) {
    for (List<ConvShape> shapes : List.of(ARTICLE, LARGE)) {
      for (ConvShape shape : shapes) {
        if (shape.name.equals(name)) {
          return shape;
        }
      }
    }
    throw new IllegalArgumentException("no layer " + name);
  }

  int outSide() {
    return (side + 2 * padding - kernel) / stride + 1;
  }

  /**
   * Floating-point operations of a forward pass, a multiplication and an addition counted as two,
   * padding counted as if it were image. Backward takes twice as many: one convolution for the
   * gradient of the input and one for that of the weights.
   */
  public long flop(int batch) {
    return 2L * batch * out * outSide() * outSide() * in * kernel * kernel;
  }

  /** Values between 0 and 1 like pixels, [image, channel, y, x]; always the same. */
  float[] input(int batch) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[Math.multiplyExact(batch, in * side * side)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return values;
  }

  /** Weights as networks start with, [out, in, ky, kx]; always the same. */
  float[] weight() {
    SplittableRandom random = new SplittableRandom(2);
    double bound = 1 / Math.sqrt(in * kernel * kernel);
    float[] values = new float[out * in * kernel * kernel];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(-bound, bound);
    }
    return values;
  }

  long[] inputShape(int batch) {
    return new long[] {batch, in, side, side};
  }

  long[] weightShape() {
    return new long[] {out, in, kernel, kernel};
  }

  long[] outputShape(int batch) {
    return new long[] {batch, out, outSide(), outSide()};
  }

  /** Puts the axes of a row-major array of four axes into another order. */
  static float[] transpose(float[] values, long[] shape, int... order) {
    int[] source = new int[4];
    int stride = 1;
    for (int axis = 3; axis >= 0; axis--) {
      source[axis] = stride;
      stride *= (int) shape[axis];
    }
    int[] length = Arrays.stream(order).map(axis -> (int) shape[axis]).toArray();
    float[] result = new float[values.length];
    int at = 0;
    for (int a = 0; a < length[0]; a++) {
      for (int b = 0; b < length[1]; b++) {
        for (int c = 0; c < length[2]; c++) {
          for (int d = 0; d < length[3]; d++) {
            result[at++] =
                values[
                    a * source[order[0]]
                        + b * source[order[1]]
                        + c * source[order[2]]
                        + d * source[order[3]]];
          }
        }
      }
    }
    return result;
  }
}
