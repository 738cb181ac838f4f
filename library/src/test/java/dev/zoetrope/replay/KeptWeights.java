package dev.zoetrope.replay;

import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.zoetrope.pass.NamedParameters;
import dev.zoetrope.recording.ParameterInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Weights that a test has kept, one copy of all parameters for each frame. */
final class KeptWeights implements WeightSource {

  private final List<ParameterInfo> parameters = new ArrayList<>();
  private final List<float[]> frames = new ArrayList<>();

  /** Copies the network's parameters as the weights of the next frame. */
  void keep(Block network) {
    float[] values = new float[0];
    parameters.clear();
    for (var entry : NamedParameters.of(network).entrySet()) {
      Parameter parameter = entry.getValue();
      List<Integer> shape =
          Arrays.stream(parameter.getArray().getShape().getShape())
              .mapToObj(Math::toIntExact)
              .toList();
      parameters.add(
          new ParameterInfo(
              entry.getKey(), parameter.getType().name().toLowerCase(Locale.ROOT), shape));
      float[] more = parameter.getArray().toFloatArray();
      values = Arrays.copyOf(values, values.length + more.length);
      System.arraycopy(more, 0, values, values.length - more.length, more.length);
    }
    frames.add(values);
  }

  float[] copy(int frame) {
    return frames.get(frame).clone();
  }

  int frames() {
    return frames.size();
  }

  /** Sets the network's own parameters to the weights of a frame. */
  void set(Block network, int frame) {
    int from = 0;
    for (Parameter parameter : NamedParameters.of(network).values()) {
      int length = (int) parameter.getArray().size();
      parameter.getArray().set(Arrays.copyOfRange(frames.get(frame), from, from + length));
      from += length;
    }
  }

  @Override
  public List<ParameterInfo> parameters() {
    return parameters;
  }

  @Override
  public void read(int frame, float[] out) throws IOException {
    if (frame >= frames.size()) {
      throw new IOException("no weights at frame " + frame);
    }
    System.arraycopy(frames.get(frame), 0, out, 0, out.length);
  }
}
