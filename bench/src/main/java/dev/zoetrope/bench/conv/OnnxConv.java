package dev.zoetrope.bench.conv;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime on a model of one operator. It infers only. */
final class OnnxConv implements ConvEngine {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final int threads;

  OnnxConv(int threads) {
    this.threads = threads;
  }

  @Override
  public String description() {
    return "ONNX Runtime " + environment.getVersion() + " (MLAS inside)";
  }

  @Override
  public boolean trains() {
    return false;
  }

  @Override
  public Operation prepare(ConvShape shape, int batch) {
    try {
      return new OnnxOperation(shape, batch);
    } catch (OrtException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    environment.close();
  }

  private final class OnnxOperation implements Operation {

    private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    private final OrtSession session;
    private final OnnxTensor input;

    OnnxOperation(ConvShape shape, int batch) throws OrtException {
      options.setIntraOpNumThreads(threads);
      options.setInterOpNumThreads(1);
      session = environment.createSession(OnnxModel.of(shape, batch), options);
      float[] values = shape.input(batch);
      FloatBuffer direct =
          ByteBuffer.allocateDirect(Float.BYTES * values.length)
              .order(ByteOrder.nativeOrder())
              .asFloatBuffer();
      direct.put(values).flip();
      input = OnnxTensor.createTensor(environment, direct, shape.inputShape(batch));
    }

    @Override
    public Object forward() {
      try (OrtSession.Result result = session.run(Map.of("x", input))) {
        return result;
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public float[] output() {
      try (OrtSession.Result result = session.run(Map.of("x", input))) {
        FloatBuffer buffer = ((OnnxTensor) result.get(0)).getFloatBuffer();
        float[] values = new float[buffer.remaining()];
        buffer.get(values);
        return values;
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public Object forwardBackward() {
      throw new UnsupportedOperationException("ONNX Runtime does not train");
    }

    @Override
    public Gradients gradients() {
      throw new UnsupportedOperationException("ONNX Runtime does not train");
    }

    @Override
    public void close() {
      input.close();
      try {
        session.close();
      } catch (OrtException e) {
        throw new IllegalStateException(e);
      }
      options.close();
    }
  }
}
