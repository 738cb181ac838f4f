package dev.zoetrope.capture;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import dev.zoetrope.pass.Autograd;
import dev.zoetrope.pass.NamedParameters;
import dev.zoetrope.pass.NativeCopies;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.ParameterInfo;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Copies all parameters of a network, without changing anything. */
final class ParameterCopies {

  private final Trainer trainer;
  private final TrainedParameters trained;
  private final Autograd autograd;
  private final List<ParameterInfo> described = new ArrayList<>();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<Parameter> parameters = new ArrayList<>();
  private Block root;

  /** Lists the parameters of the trainer's network, which must be initialized. */
  ParameterCopies(Trainer trainer) {
    this.trainer = trainer;
    trained = new TrainedParameters(trainer);
    autograd = Autograd.of(trainer.getManager().getEngine());
    root = trainer.getModel().getBlock();
    NamedParameters.of(root).forEach(this::describe);
  }

  private void describe(String name, Parameter parameter) {
    if (!parameter.isInitialized()) {
      leftOut.add(new LeftOut(name, "its weights are not kept: it has none yet"));
      return;
    }
    NDArray value = trained.current(parameter);
    if (value.size() == 0) {
      return;
    }
    DataType type = value.getDataType();
    if (type == DataType.FLOAT64 || type.isInteger()) {
      leftOut.add(new LeftOut(name, "its weights are kept, but as float32, and they are " + type));
    }
    parameters.add(parameter);
    described.add(new ParameterInfo(name, kind(parameter), shape(value)));
  }

  private static String kind(Parameter parameter) {
    return parameter.getType().name().toLowerCase(Locale.ROOT);
  }

  private static List<Integer> shape(NDArray value) {
    return Arrays.stream(value.getShape().getShape()).mapToObj(Math::toIntExact).toList();
  }

  /** Returns the parameters in the order of their values. */
  List<ParameterInfo> described() {
    return described;
  }

  /** Returns which parameters are not kept, or not exactly. */
  List<LeftOut> leftOut() {
    return leftOut;
  }

  /**
   * Copies the current values, one parameter after the other. Parameters that are no longer there,
   * or have another shape, become NaN.
   *
   * @return the names of those
   */
  List<String> copy(float[] into) {
    if (trainer.getModel().getBlock() != root) {
      look();
    }
    List<String> lost = new ArrayList<>();
    Device device = trainer.getDevices()[0];
    if (device.isGpu()) {
      copyAtOnce(device, into, lost);
    } else {
      int offset = 0;
      for (int i = 0; i < parameters.size(); i++) {
        int from = offset;
        int length = described.get(i).values();
        if (isThere(i)) {
          NativeCopies.read(
              trained.current(parameters.get(i)), buffer -> buffer.get(into, from, length));
        } else {
          lose(i, from, into, lost);
        }
        offset += length;
      }
    }
    return lost;
  }

  /** Finds the parameters again, since the training program has replaced the network. */
  private void look() {
    root = trainer.getModel().getBlock();
    Map<String, Parameter> now = NamedParameters.of(root);
    for (int i = 0; i < parameters.size(); i++) {
      parameters.set(i, now.get(described.get(i).name()));
    }
  }

  private boolean isThere(int index) {
    Parameter parameter = parameters.get(index);
    return parameter != null
        && parameter.isInitialized()
        && shape(trained.current(parameter)).equals(described.get(index).shape());
  }

  private void lose(int index, int from, float[] into, List<String> lost) {
    Arrays.fill(into, from, from + described.get(index).values(), Float.NaN);
    lost.add(described.get(index).name());
  }

  /** Joins the values on the device, so that one transfer is enough. */
  private void copyAtOnce(Device device, float[] into, List<String> lost) {
    autograd.runOff(
        () -> {
          try (NDManager scope = trainer.getManager().newSubManager(device)) {
            NDList there = new NDList();
            for (int i = 0; i < parameters.size(); i++) {
              if (isThere(i)) {
                NDArray flat = trained.current(parameters.get(i)).flatten();
                flat.attach(scope);
                NDArray floats = flat.toType(DataType.FLOAT32, false);
                floats.attach(scope);
                there.add(floats);
              }
            }
            NDArray joined = NDArrays.concat(there);
            joined.attach(scope);
            NativeCopies.read(joined, buffer -> spread(buffer, into, lost));
          }
        });
  }

  private void spread(FloatBuffer joined, float[] into, List<String> lost) {
    int offset = 0;
    for (int i = 0; i < parameters.size(); i++) {
      int length = described.get(i).values();
      if (isThere(i)) {
        joined.get(into, offset, length);
      } else {
        lose(i, offset, into, lost);
      }
      offset += length;
    }
  }
}
