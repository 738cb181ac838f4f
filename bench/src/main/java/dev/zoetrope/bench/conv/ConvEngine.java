package dev.zoetrope.bench.conv;

/**
 * One engine, ready to run convolutions on a fixed number of threads.
 *
 * <p>An engine is used by one thread.
 */
interface ConvEngine extends AutoCloseable {

  /** A device that the engine does not find on this machine. */
  final class NoSuchDeviceException extends Exception {

    private static final long serialVersionUID = 1;

    NoSuchDeviceException(String message) {
      super(message);
    }
  }

  /** Returns the engine's name and version, and which native code computes, where it tells. */
  String description();

  /** Returns whether the engine computes gradients. */
  boolean trains();

  /** Copies the arguments of an operation to where the engine wants them. */
  Operation prepare(ConvShape shape, int batch);

  /** Returns an operation whose product takes 2·side³ floating-point operations, or null. */
  default Matmul matmul(int side) {
    return null;
  }

  @Override
  void close();

  /** The product of two square matrices. */
  interface Matmul extends AutoCloseable {

    /** Computes, waits for the end and frees the product; what is returned is closed. */
    Object multiply();

    @Override
    void close();
  }

  /** One convolution and its arguments, which are never changed. */
  interface Operation extends AutoCloseable {

    /** Computes, waits for the end and frees the output; what is returned is closed. */
    Object forward();

    /**
     * Computes the output, then the gradients of the sum of its elements by input and by weights;
     * waits and frees them all.
     */
    Object forwardBackward();

    /** Computes and copies the output, [image, channel, y, x]. */
    float[] output();

    /** Computes and copies the gradients: by the input and by the weights [out, in, ky, kx]. */
    Gradients gradients();

    @Override
    void close();
  }

  /** Gradients of the sum of an output's elements; owns its arrays. */
  final class Gradients {

    final float[] byInput;
    final float[] byWeight;

    Gradients(float[] byInput, float[] byWeight) {
      this.byInput = byInput;
      this.byWeight = byWeight;
    }
  }

  /**
   * Starts an engine. The number of threads of DJL's engines and of ND4J is decided before the JVM
   * starts.
   *
   * @param name pytorch, mxnet, onnxruntime, tensorflow or nd4j
   * @param device cpu or gpu
   * @throws NoSuchDeviceException if the engine does not find the device
   */
  static ConvEngine start(String name, int threads, String device) throws Exception {
    boolean gpu = device.equals("gpu");
    if (gpu && !name.equals("pytorch") && !name.equals("mxnet")) {
      throw new NoSuchDeviceException(
          "the native library fetched for " + name + " has no GPU code");
    }
    return switch (name) {
      case "pytorch", "mxnet" -> DjlConv.start(name, gpu);
      case "onnxruntime" -> new OnnxConv(threads);
      case "tensorflow" -> new TensorFlowConv(threads);
      case "nd4j" -> new Nd4jConv();
      default -> throw new IllegalArgumentException("no engine " + name);
    };
  }
}
