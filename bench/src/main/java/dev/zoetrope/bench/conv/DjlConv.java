package dev.zoetrope.bench.conv;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;

/** Convolutions of DJL's engines, called as DJL's blocks call them. */
final class DjlConv implements ConvEngine {

  private final Engine engine;
  private final NDManager manager;
  private final Runnable wait;
  private final boolean freshLeaves;

  private DjlConv(Engine engine, Device device, Runnable wait, boolean freshLeaves) {
    this.engine = engine;
    this.wait = wait;
    this.freshLeaves = freshLeaves;
    manager = engine.newBaseManager(device);
  }

  static DjlConv start(String name, boolean gpu) throws NoSuchDeviceException {
    boolean pytorch = name.equals("pytorch");
    Engine engine = Engine.getEngine(pytorch ? "PyTorch" : "MXNet");
    if (gpu && engine.getGpuCount() == 0) {
      throw new NoSuchDeviceException(engine.getEngineName() + " finds no GPU on this machine");
    }
    Device device = gpu ? Device.gpu() : Device.cpu();
    // MXNet returns before it has computed. PyTorch does so on GPUs, where reading a value waits.
    return new DjlConv(engine, device, pytorch ? () -> {} : JnaUtils::waitAll, pytorch);
  }

  @Override
  public String description() {
    String natives = freshLeaves ? "oneDNN and MKL inside" : "oneDNN inside (mkl build)";
    return "%s %s (%s) with DJL %s"
        .formatted(engine.getEngineName(), engine.getVersion(), natives, Engine.getDjlVersion());
  }

  @Override
  public boolean trains() {
    return true;
  }

  @Override
  public Operation prepare(ConvShape shape, int batch) {
    return new DjlOperation(shape, batch);
  }

  @Override
  public Matmul matmul(int side) {
    NDManager own = manager.newSubManager();
    NDArray a = own.randomUniform(-1, 1, new Shape(side, side));
    NDArray b = own.randomUniform(-1, 1, new Shape(side, side));
    return new Matmul() {
      @Override
      public Object multiply() {
        try (NDArray product = a.matMul(b)) {
          finish(product);
          return product;
        }
      }

      @Override
      public void close() {
        own.close();
      }
    };
  }

  private void finish(NDArray result) {
    wait.run();
    if (result.getDevice().isGpu()) {
      result.getFloat(new long[result.getShape().dimension()]);
    }
  }

  @Override
  public void close() {
    manager.close();
  }

  private final class DjlOperation implements Operation {

    private final NDManager own = manager.newSubManager();
    private final NDArray input;
    private final NDArray weight;
    private final Shape stride;
    private final Shape padding;
    private boolean gradientsWanted;

    DjlOperation(ConvShape shape, int batch) {
      input = own.create(shape.input(batch), new Shape(shape.inputShape(batch)));
      weight = own.create(shape.weight(), new Shape(shape.weightShape()));
      stride = new Shape(shape.stride(), shape.stride());
      padding = new Shape(shape.padding(), shape.padding());
    }

    private NDArray conv(NDArray x, NDArray w) {
      return Conv2d.conv2d(x, w, null, stride, padding).singletonOrThrow();
    }

    @Override
    public Object forward() {
      try (NDArray output = conv(input, weight)) {
        finish(output);
        return output;
      }
    }

    @Override
    public float[] output() {
      try (NDArray output = conv(input, weight)) {
        return output.toFloatArray();
      }
    }

    @Override
    public Object forwardBackward() {
      return withGradients(
          (x, w) -> {
            try (NDArray byInput = x.getGradient();
                NDArray byWeight = w.getGradient()) {
              finish(byWeight);
              return byInput;
            }
          });
    }

    @Override
    public Gradients gradients() {
      return withGradients(
          (x, w) -> {
            try (NDArray byInput = x.getGradient();
                NDArray byWeight = w.getGradient()) {
              return new Gradients(byInput.toFloatArray(), byWeight.toFloatArray());
            }
          });
    }

    private interface Reader<T> {
      T read(NDArray x, NDArray w);
    }

    private <T> T withGradients(Reader<T> reader) {
      if (!freshLeaves) {
        return backward(input, weight, reader);
      }
      // PyTorch adds to a gradient that is there. A detached view has none, and costs no copy.
      try (NDArray x = input.stopGradient();
          NDArray w = weight.stopGradient()) {
        return backward(x, w, reader);
      }
    }

    private <T> T backward(NDArray x, NDArray w, Reader<T> reader) {
      if (freshLeaves || !gradientsWanted) {
        gradientsWanted = true;
        x.setRequiresGradient(true);
        w.setRequiresGradient(true);
      }
      try (GradientCollector collector = engine.newGradientCollector();
          NDArray output = conv(x, w)) {
        collector.backward(output);
        return reader.read(x, w);
      }
    }

    @Override
    public void close() {
      own.close();
    }
  }
}
