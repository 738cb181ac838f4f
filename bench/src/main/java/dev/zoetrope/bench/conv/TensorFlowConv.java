package dev.zoetrope.bench.conv;

import java.util.Arrays;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.TensorFlow;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.nn.Conv2d;
import org.tensorflow.op.nn.Conv2dBackpropFilter;
import org.tensorflow.op.nn.Conv2dBackpropInput;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * TensorFlow-Java on a graph, in the layout that its CPU kernels have: images [image, y, x,
 * channel], weights [ky, kx, in, out]. The gradient of the output is an argument, all ones. A graph
 * and not eager mode, since the latter leaves freeing to the garbage collector.
 */
final class TensorFlowConv implements ConvEngine {

  private final ConfigProto config;

  TensorFlowConv(int threads) {
    config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(1)
            .build();
  }

  @Override
  public String description() {
    return "TensorFlow " + TensorFlow.version() + " (oneDNN and Eigen inside)";
  }

  @Override
  public boolean trains() {
    return true;
  }

  @Override
  public Operation prepare(ConvShape shape, int batch) {
    return new GraphOperation(shape, batch);
  }

  @Override
  public void close() {
    // nothing outlives an operation
  }

  private final class GraphOperation implements Operation {

    private static final int[] IMAGES = {0, 2, 3, 1};
    private static final int[] WEIGHTS = {2, 3, 1, 0};

    private final long[] inputShape;
    private final long[] weightShape;
    private final long[] outputShape;
    private final Graph graph = new Graph();
    private final Session session;
    private final TFloat32 input;
    private final TFloat32 weight;
    private final TFloat32 ones;
    private final Placeholder<TFloat32> x;
    private final Placeholder<TFloat32> w;
    private final Placeholder<TFloat32> dy;
    private final Conv2d<TFloat32> y;
    private final Conv2dBackpropInput<TFloat32> dx;
    private final Conv2dBackpropFilter<TFloat32> dw;

    GraphOperation(ConvShape shape, int batch) {
      inputShape = shape.inputShape(batch);
      weightShape = shape.weightShape();
      outputShape = shape.outputShape(batch);
      Ops tf = Ops.create(graph);
      x = tf.placeholder(TFloat32.class);
      w = tf.placeholder(TFloat32.class);
      dy = tf.placeholder(TFloat32.class);
      List<Long> strides = List.of(1L, (long) shape.stride(), (long) shape.stride(), 1L);
      long p = shape.padding();
      List<Long> padding = List.of(0L, 0L, p, p, p, p, 0L, 0L);
      y = tf.nn.conv2d(x, w, strides, "EXPLICIT", Conv2d.explicitPaddings(padding));
      Operand<TInt32> xShape = tf.constant(intShape(inputShape, IMAGES));
      Operand<TInt32> wShape = tf.constant(intShape(weightShape, WEIGHTS));
      dx =
          tf.nn.conv2dBackpropInput(
              xShape, w, dy, strides, "EXPLICIT", Conv2dBackpropInput.explicitPaddings(padding));
      dw =
          tf.nn.conv2dBackpropFilter(
              x, wShape, dy, strides, "EXPLICIT", Conv2dBackpropFilter.explicitPaddings(padding));
      session = new Session(graph, config);
      input = tensor(shape.input(batch), inputShape, IMAGES);
      weight = tensor(shape.weight(), weightShape, WEIGHTS);
      float[] gradient = new float[batch * shape.out() * shape.outSide() * shape.outSide()];
      Arrays.fill(gradient, 1);
      ones = tensor(gradient, outputShape, IMAGES);
    }

    private static int[] intShape(long[] shape, int[] axes) {
      return Arrays.stream(axes).map(axis -> (int) shape[axis]).toArray();
    }

    private static long[] lengths(long[] shape, int[] axes) {
      return Arrays.stream(axes).mapToLong(axis -> shape[axis]).toArray();
    }

    private static TFloat32 tensor(float[] values, long[] shape, int[] axes) {
      float[] ordered = ConvShape.transpose(values, shape, axes);
      return TFloat32.tensorOf(Shape.of(lengths(shape, axes)), DataBuffers.of(ordered));
    }

    /** Copies into the order of {@code shape}, whose axes lie in the tensor as {@code axes} say. */
    private static float[] copy(TFloat32 tensor, long[] shape, int[] axes) {
      float[] values = new float[Math.toIntExact(tensor.size())];
      tensor.copyTo(DataBuffers.of(values));
      int[] back = new int[4];
      for (int i = 0; i < 4; i++) {
        back[axes[i]] = i;
      }
      return ConvShape.transpose(values, lengths(shape, axes), back);
    }

    private Result runForward() {
      return session.runner().feed(x, input).feed(w, weight).fetch(y).run();
    }

    private Result runBoth() {
      return session
          .runner()
          .feed(x, input)
          .feed(w, weight)
          .feed(dy, ones)
          .fetch(y)
          .fetch(dx)
          .fetch(dw)
          .run();
    }

    @Override
    public Object forward() {
      try (Result result = runForward()) {
        return result;
      }
    }

    @Override
    public Object forwardBackward() {
      try (Result result = runBoth()) {
        return result;
      }
    }

    @Override
    public float[] output() {
      try (Result result = runForward()) {
        return copy((TFloat32) result.get(0), outputShape, IMAGES);
      }
    }

    @Override
    public Gradients gradients() {
      try (Result result = runBoth()) {
        return new Gradients(
            copy((TFloat32) result.get(1), inputShape, IMAGES),
            copy((TFloat32) result.get(2), weightShape, WEIGHTS));
      }
    }

    @Override
    public void close() {
      input.close();
      weight.close();
      ones.close();
      session.close();
      graph.close();
    }
  }
}
