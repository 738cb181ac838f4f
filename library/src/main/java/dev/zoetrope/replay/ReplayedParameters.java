package dev.zoetrope.replay;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import dev.zoetrope.pass.Autograd;
import dev.zoetrope.recording.LeftOut;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gives a network's blocks recorded values of their parameters. The parameters keep their own
 * arrays; the blocks get others, which are filled again for each frame.
 */
final class ReplayedParameters extends ParameterStore {

  private final NDManager manager;
  private final Map<String, Parameter> parameters;
  private final IdentityHashMap<Parameter, NDArray> arrays = new IdentityHashMap<>();
  private final Set<Parameter> asked = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<String> foreign = new LinkedHashSet<>();
  private final Autograd autograd;
  private final ByteBuffer staging;

  /**
   * Allocates the arrays.
   *
   * @param manager holds them and nothing else
   * @param parameters the parameters by name, in the order in which their values are recorded
   */
  ReplayedParameters(NDManager manager, Map<String, Parameter> parameters) {
    super(manager, false);
    this.manager = manager;
    this.parameters = parameters;
    autograd = Autograd.of(manager.getEngine());
    long largest = 0;
    for (Parameter parameter : parameters.values()) {
      NDArray own = parameter.getArray();
      NDArray array = manager.zeros(own.getShape(), own.getDataType());
      // As in training: PyTorch chooses another matrix product without, which rounds differently.
      array.setRequiresGradient(parameter.requiresGradient());
      arrays.put(parameter, array);
      largest = Math.max(largest, own.size());
    }
    staging = manager.allocateDirect(Math.toIntExact(largest * Float.BYTES));
  }

  /** Sets the values of all parameters, one after the other. */
  void fill(float[] values) {
    autograd.runOff(() -> copy(values));
  }

  private void copy(float[] values) {
    int from = 0;
    for (Parameter parameter : parameters.values()) {
      NDArray array = arrays.get(parameter);
      int length = Math.toIntExact(array.size());
      staging.clear().limit(length * Float.BYTES);
      staging.asFloatBuffer().put(values, from, length);
      // Shares the memory of the buffer, or is a copy on another device.
      try (NDArray recorded = manager.create(staging, array.getShape(), DataType.FLOAT32);
          NDArray converted = recorded.toType(array.getDataType(), false)) {
        converted.copyTo(array);
      }
      from += length;
    }
  }

  @Override
  public NDArray getValue(Parameter parameter, Device device, boolean training) {
    if (parameter == null) {
      return null; // a convolution without bias asks for it nevertheless
    }
    NDArray array = arrays.get(parameter);
    if (array == null) {
      foreign.add(parameter.getName());
      return parameter.getArray();
    }
    asked.add(parameter);
    return array;
  }

  /** Frees what blocks have made of the parameters in a pass, which else would stay with them. */
  void sweep() {
    Set<NDArray> own = Collections.newSetFromMap(new IdentityHashMap<>());
    own.addAll(arrays.values());
    for (NDArray array : manager.getManagedArrays()) {
      if (!own.contains(array)) {
        array.close();
      }
    }
  }

  /** Returns the parameters for which the network may not have used the recorded values. */
  List<LeftOut> doubtful() {
    List<LeftOut> doubtful = new ArrayList<>();
    parameters.forEach(
        (name, parameter) -> {
          if (!asked.contains(parameter)) {
            doubtful.add(
                new LeftOut(
                    name,
                    "no block asked for this parameter; if a block reads it directly, it has used"
                        + " the value that it was created with"));
          }
        });
    for (String name : foreign) {
      doubtful.add(
          new LeftOut(
              name,
              "a block used this parameter, but it is not one of the network's, so it is not"
                  + " recorded and has the value that it was created with"));
    }
    return doubtful;
  }
}
