package dev.zoetrope.capture;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import dev.zoetrope.pass.NamedParameters;
import dev.zoetrope.pass.Network;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The arrays that a trainer updates. If the model is on another device than the trainer, these are
 * not the arrays of {@link Parameter#getArray}, and the trainer gives them only to blocks.
 */
final class TrainedParameters {

  private final ParameterStore store;
  private final Device[] devices;

  /** The parameters that training has used, by their ids. */
  private final Map<String, ?> used;

  @SuppressWarnings("unchecked")
  TrainedParameters(Trainer trainer) {
    devices = trainer.getDevices();
    try {
      Field field = Trainer.class.getDeclaredField("parameterStore");
      field.setAccessible(true);
      store = (ParameterStore) field.get(trainer);
      Field map = ParameterStore.class.getDeclaredField("parameterMap");
      map.setAccessible(true);
      used = (Map<String, ?>) map.get(store);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this version of DJL is not supported: its trainer keeps parameters elsewhere", e);
    }
  }

  /** Returns the trainer's network on its first device, with the arrays that it updates. */
  static Network network(Trainer trainer) {
    return new Network(
        trainer.getModel()::getBlock,
        trainer.getModel(),
        new TrainedParameters(trainer).store,
        trainer.getDevices()[0],
        trainer.getManager());
  }

  /** Returns the array on the first device; it belongs to the trainer. */
  NDArray value(Parameter parameter) {
    return store.getValue(parameter, devices[0], true);
  }

  /**
   * Returns the current array of any parameter; it belongs to the trainer or the model. The trainer
   * does not learn of parameters that it has never used, since its optimizer might change them.
   */
  NDArray current(Parameter parameter) {
    return used.containsKey(parameter.getId()) ? value(parameter) : parameter.getArray();
  }

  /** Returns the gradient on each device; the caller closes them. */
  List<NDArray> gradients(Parameter parameter) {
    List<NDArray> gradients = new ArrayList<>();
    for (Device device : devices) {
      NDArray value = store.getValue(parameter, device, true);
      if (value.hasGradient()) {
        gradients.add(value.getGradient());
      }
    }
    return gradients;
  }

  /**
   * Returns the parameters that are trained by gradients, by block path and parameter name: {@code
   * 02Conv2d/weight}. A shared parameter appears once.
   */
  static Map<String, Parameter> of(Block root) {
    Map<String, Parameter> parameters = NamedParameters.of(root);
    parameters.values().removeIf(parameter -> !parameter.requiresGradient());
    return parameters;
  }
}
