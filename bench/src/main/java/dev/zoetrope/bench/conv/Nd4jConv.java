package dev.zoetrope.bench.conv;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's own operators, images [image, channel, y, x], weights [out, in, ky, kx]. The gradient of
 * the output is an argument, all ones.
 */
final class Nd4jConv implements ConvEngine {

  private static final int NCHW = 0;
  private static final int WEIGHTS_OIYX = 1;

  @Override
  public String description() {
    // Its manifest tells no version, but the jar's name does.
    String jar = Nd4j.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return "%s (%s, oneDNN helpers off as shipped)"
        .formatted(
            jar.replaceFirst(".*nd4j-api-", "ND4J ").replace(".jar", ""),
            Nd4j.getBackend().getClass().getSimpleName());
  }

  @Override
  public boolean trains() {
    return true;
  }

  @Override
  public Operation prepare(ConvShape shape, int batch) {
    return new Nd4jOperation(shape, batch);
  }

  @Override
  public void close() {
    // the backend lives as long as the JVM
  }

  private static final class Nd4jOperation implements Operation {

    private final int[] arguments;
    private final INDArray input;
    private final INDArray weight;
    private final INDArray ones;

    Nd4jOperation(ConvShape shape, int batch) {
      int kernel = shape.kernel();
      int stride = shape.stride();
      int padding = shape.padding();
      arguments =
          new int[] {kernel, kernel, stride, stride, padding, padding, 1, 1, 0, NCHW, WEIGHTS_OIYX};
      input = Nd4j.createFromArray(shape.input(batch)).reshape(shape.inputShape(batch));
      weight = Nd4j.createFromArray(shape.weight()).reshape(shape.weightShape());
      ones = Nd4j.ones(DataType.FLOAT, shape.outputShape(batch));
    }

    private INDArray[] runForward() {
      return Nd4j.exec(
          DynamicCustomOp.builder("conv2d")
              .addInputs(input, weight)
              .addIntegerArguments(arguments)
              .build());
    }

    private INDArray[] runBackward() {
      return Nd4j.exec(
          DynamicCustomOp.builder("conv2d_bp")
              .addInputs(input, weight, ones)
              .addIntegerArguments(arguments)
              .build());
    }

    private static Object free(INDArray[] results) {
      for (INDArray result : results) {
        result.close();
      }
      return results;
    }

    private static float[] copy(INDArray array) {
      return array.dup('c').data().asFloat();
    }

    @Override
    public Object forward() {
      return free(runForward());
    }

    @Override
    public Object forwardBackward() {
      free(runForward());
      return free(runBackward());
    }

    @Override
    public float[] output() {
      INDArray[] results = runForward();
      float[] values = copy(results[0]);
      free(results);
      return values;
    }

    @Override
    public Gradients gradients() {
      INDArray[] results = runBackward();
      Gradients gradients = new Gradients(copy(results[0]), copy(results[1]));
      free(results);
      return gradients;
    }

    @Override
    public void close() {
      free(new INDArray[] {input, weight, ones});
    }
  }
}
