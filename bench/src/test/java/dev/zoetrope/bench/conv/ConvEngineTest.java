package dev.zoetrope.bench.conv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The engines whose libraries come with the build, and the loops that they are compared with. */
class ConvEngineTest {

  @Test
  void theReferenceAgreesWithSumsDoneByHand() {
    // One image, one channel, 7×7, kernel 7×7, stride 2, padding 3: 4×4 places.
    ConvShape shape = new ConvShape("tiny", 1, 1, 7, 7, 2, 3);
    float[] x = shape.input(1);
    float[] w = shape.weight();
    float[] output = new float[16];
    for (int y = 0; y < 4; y++) {
      for (int column = 0; column < 4; column++) {
        double sum = 0;
        for (int row = 0; row < 7; row++) {
          for (int at = 0; at < 7; at++) {
            int ky = row - 2 * y + 3;
            int kx = at - 2 * column + 3;
            if (ky >= 0 && ky < 7 && kx >= 0 && kx < 7) {
              sum += (double) x[7 * row + at] * w[7 * ky + kx];
            }
          }
        }
        output[4 * y + column] = (float) sum;
      }
    }
    ReferenceConv reference = new ReferenceConv(shape, 1);
    assertThat(reference.deviationOfOutput(output)).isLessThan(1e-6);
    output[15] += 1e-3f;
    assertThat(reference.deviationOfOutput(output)).isGreaterThan(ReferenceConv.TOLERANCE);
    output[15] = Float.NaN;
    assertThat(reference.deviationOfOutput(output)).isInfinite();
  }

  @ParameterizedTest
  @CsvSource({
    "pytorch, 3, 1, 1", "pytorch, 1, 1, 0", "pytorch, 7, 2, 3",
    "onnxruntime, 3, 1, 1", "onnxruntime, 1, 1, 0", "onnxruntime, 7, 2, 3"
  })
  void enginesComputeWhatTheReferenceDoes(String name, int kernel, int stride, int padding)
      throws Exception {
    ConvShape shape = new ConvShape("small", 3, 5, 16, kernel, stride, padding);
    int batch = 3;
    ReferenceConv reference = new ReferenceConv(shape, batch);
    try (ConvEngine engine = ConvEngine.start(name, 1, "cpu");
        ConvEngine.Operation operation = engine.prepare(shape, batch)) {
      for (int time = 0; time < 2; time++) { // nothing piles up from call to call
        operation.forward();
        assertThat(reference.deviationOfOutput(operation.output()))
            .isLessThan(ReferenceConv.TOLERANCE);
        if (engine.trains()) {
          operation.forwardBackward();
          ConvEngine.Gradients gradients = operation.gradients();
          assertThat(reference.deviationOfInputGradient(gradients.byInput))
              .isLessThan(ReferenceConv.TOLERANCE);
          assertThat(reference.deviationOfWeightGradient(gradients.byWeight))
              .isLessThan(ReferenceConv.TOLERANCE);
        }
      }
    }
  }

  @Test
  void aDeviceThatIsNotThereIsSaidSo() {
    assertThatThrownBy(() -> ConvEngine.start("tensorflow", 1, "gpu"))
        .isInstanceOf(ConvEngine.NoSuchDeviceException.class)
        .hasMessageContaining("tensorflow");
  }

  @Test
  void axesChangePlacesAndBack() {
    long[] shape = {2, 3, 4, 5};
    float[] values = new float[120];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
    }
    float[] moved = ConvShape.transpose(values, shape, 0, 2, 3, 1);
    // [1, y=2, x=3, channel=1] of [2, 4, 5, 3] is [1, channel=1, y=2, x=3] of [2, 3, 4, 5].
    assertThat(moved[((1 * 4 + 2) * 5 + 3) * 3 + 1]).isEqualTo(((1 * 3 + 1) * 4 + 2) * 5 + 3);
    assertThat(ConvShape.transpose(moved, new long[] {2, 4, 5, 3}, 0, 3, 1, 2)).isEqualTo(values);
  }

  @Test
  void aMultiplicationAndAnAdditionAreTwoOperations() {
    // conv2: 28·28 places, 4 outputs, 4 inputs, 3·3 weights.
    assertThat(ConvShape.of("conv2").flop(10)).isEqualTo(10L * 28 * 28 * 4 * 4 * 9 * 2);
    assertThat(ConvShape.of("7x7s2-3-64-224").outSide()).isEqualTo(112);
  }
}
