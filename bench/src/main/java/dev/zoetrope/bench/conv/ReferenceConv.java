package dev.zoetrope.bench.conv;

/**
 * The definition of a convolution and of its gradients, written as loops in double precision. What
 * an engine computes may be off by {@link #TOLERANCE} times the sum of the absolute values of the
 * products that add up to it, which is how rounding errors are bounded (Higham, Accuracy and
 * Stability of Numerical Algorithms, 3.1).
 */
final class ReferenceConv {

  /** 170 units in the last place of float32: room for Winograd's transforms, none for mistakes. */
  static final double TOLERANCE = 1e-5;

  private final ConvShape shape;
  private final int batch;
  private final float[] input;
  private final float[] weight;

  ReferenceConv(ConvShape shape, int batch) {
    this.shape = shape;
    this.batch = batch;
    input = shape.input(batch);
    weight = shape.weight();
  }

  /** What an element is, and the sum of the absolute values of its products. */
  private static final class Sum {
    double value;
    double magnitude;

    void add(double product) {
      value += product;
      magnitude += Math.abs(product);
    }

    double deviationOf(float got) {
      return Math.abs(got - value) / magnitude;
    }
  }

  /**
   * Compares an output. Of a batch the first and the last image are looked at.
   *
   * @param output [image, channel, y, x]
   * @return the largest deviation, relative to the sum of the absolute values of the products
   */
  double deviationOfOutput(float[] output) {
    requireLength(output, batch * shape.out() * shape.outSide() * shape.outSide());
    double worst = 0;
    int side = shape.outSide();
    for (int image : new int[] {0, batch - 1}) {
      for (int o = 0; o < shape.out(); o++) {
        for (int y = 0; y < side; y++) {
          for (int x = 0; x < side; x++) {
            int at = ((image * shape.out() + o) * side + y) * side + x;
            worst = worse(worst, output(image, o, y, x).deviationOf(output[at]));
          }
        }
      }
    }
    return worst;
  }

  private Sum output(int image, int o, int y, int x) {
    Sum sum = new Sum();
    for (int i = 0; i < shape.in(); i++) {
      for (int ky = 0; ky < shape.kernel(); ky++) {
        for (int kx = 0; kx < shape.kernel(); kx++) {
          sum.add((double) weight(o, i, ky, kx) * input(image, i, y, x, ky, kx));
        }
      }
    }
    return sum;
  }

  /** Compares the gradient of the sum of all outputs by the weights, [out, in, ky, kx]. */
  double deviationOfWeightGradient(float[] gradient) {
    requireLength(gradient, weight.length);
    double worst = 0;
    int ofOneOutput = gradient.length / shape.out();
    for (int at = 0; at < ofOneOutput; at++) {
      Sum sum = weightGradient(at);
      for (int o = 0; o < shape.out(); o++) {
        // Each output adds up the same inputs.
        worst = worse(worst, sum.deviationOf(gradient[o * ofOneOutput + at]));
      }
    }
    return worst;
  }

  private Sum weightGradient(int at) {
    int kernel = shape.kernel();
    int i = at / (kernel * kernel);
    Sum sum = new Sum();
    for (int image = 0; image < batch; image++) {
      for (int y = 0; y < shape.outSide(); y++) {
        for (int x = 0; x < shape.outSide(); x++) {
          sum.add(input(image, i, y, x, at / kernel % kernel, at % kernel));
        }
      }
    }
    return sum;
  }

  /**
   * Compares the gradient of the sum of all outputs by the input, [image, channel, y, x], which is
   * the same for all images; the first and the last are looked at.
   */
  double deviationOfInputGradient(float[] gradient) {
    requireLength(gradient, input.length);
    double worst = 0;
    int side = shape.side();
    for (int i = 0; i < shape.in(); i++) {
      for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
          Sum sum = inputGradient(i, y, x);
          for (int image : new int[] {0, batch - 1}) {
            float got = gradient[((image * shape.in() + i) * side + y) * side + x];
            // Some inputs meet no kernel: a gradient of nothing is nothing.
            worst = worse(worst, sum.magnitude == 0 ? Math.abs(got) : sum.deviationOf(got));
          }
        }
      }
    }
    return worst;
  }

  private Sum inputGradient(int i, int y, int x) {
    Sum sum = new Sum();
    for (int ky = 0; ky < shape.kernel(); ky++) {
      for (int kx = 0; kx < shape.kernel(); kx++) {
        if (isPlace(y + shape.padding() - ky) && isPlace(x + shape.padding() - kx)) {
          for (int o = 0; o < shape.out(); o++) {
            sum.add(weight(o, i, ky, kx));
          }
        }
      }
    }
    return sum;
  }

  private boolean isPlace(int offset) {
    return offset >= 0 && offset % shape.stride() == 0 && offset / shape.stride() < shape.outSide();
  }

  private float weight(int o, int i, int ky, int kx) {
    return weight[((o * shape.in() + i) * shape.kernel() + ky) * shape.kernel() + kx];
  }

  private float input(int image, int i, int outY, int outX, int ky, int kx) {
    int side = shape.side();
    int y = outY * shape.stride() + ky - shape.padding();
    int x = outX * shape.stride() + kx - shape.padding();
    boolean inside = y >= 0 && y < side && x >= 0 && x < side;
    return inside ? input[((image * shape.in() + i) * side + y) * side + x] : 0;
  }

  /** NaN is the worst there is. */
  private static double worse(double worst, double deviation) {
    return Double.isNaN(deviation) ? Double.POSITIVE_INFINITY : Math.max(worst, deviation);
  }

  private static void requireLength(float[] values, int length) {
    if (values.length != length) {
      throw new IllegalArgumentException(values.length + " values where " + length + " belong");
    }
  }
}
