package dev.zoetrope.capture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import dev.zoetrope.pass.Autograd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Measures parameters without changing them: the norms of their gradients, and how far they move.
 * All norms are Euclidean: √Σx².
 */
final class ParameterWatch implements AutoCloseable {

  private final List<String> names;
  private final List<Parameter> parameters;
  private final TrainedParameters trained;
  private final Autograd autograd;
  private final NDManager manager;
  private List<NDArray> before;

  ParameterWatch(Trainer trainer) {
    Map<String, Parameter> named = TrainedParameters.of(trainer.getModel().getBlock());
    names = List.copyOf(named.keySet());
    parameters = List.copyOf(named.values());
    trained = new TrainedParameters(trainer);
    manager = trainer.getManager().newSubManager(trainer.getDevices()[0]);
    autograd = Autograd.of(manager.getEngine());
  }

  /** Returns the parameters' names, in the order of the values that the other methods return. */
  List<String> names() {
    return names;
  }

  /** Returns the norm of each gradient, with gradients summed over devices as the trainer does. */
  float[] gradientNorms() {
    float[] norms = new float[parameters.size()];
    autograd.runOff(
        () -> {
          for (int i = 0; i < norms.length; i++) {
            try (NDManager scope = manager.newSubManager()) {
              norms[i] = norm(gradient(parameters.get(i), scope), scope);
            }
          }
        });
    return norms;
  }

  /** Returns null if the parameter has been frozen. */
  private NDArray gradient(Parameter parameter, NDManager scope) {
    NDArray sum = null;
    for (NDArray gradient : trained.gradients(parameter)) {
      gradient.attach(scope);
      sum = sum == null ? gradient : sum.add(gradient.toDevice(sum.getDevice(), false));
    }
    return sum;
  }

  private static float norm(NDArray array, NDManager scope) {
    if (array == null) {
      return Float.NaN;
    }
    NDArray norm = array.norm();
    norm.attach(scope);
    return norm.getFloat();
  }

  /**
   * Returns how far each parameter has moved since the last call, relative to where it was: ‖w −
   * w₀‖ ÷ ‖w₀‖; NaN at the first call, and where w₀ was all zero.
   */
  float[] updateRatios() {
    float[] ratios = new float[parameters.size()];
    Arrays.fill(ratios, Float.NaN);
    autograd.runOff(
        () -> {
          if (before == null) {
            before = new ArrayList<>();
            for (Parameter parameter : parameters) {
              NDArray copy = trained.value(parameter).duplicate();
              copy.attach(manager);
              before.add(copy);
            }
            return;
          }
          for (int i = 0; i < ratios.length; i++) {
            ratios[i] = ratio(trained.value(parameters.get(i)), before.get(i));
          }
        });
    return ratios;
  }

  /** Copies {@code now} into {@code old} and returns the relative change. */
  private float ratio(NDArray now, NDArray old) {
    try (NDManager scope = manager.newSubManager()) {
      float size = norm(old, scope);
      NDArray difference = old.sub(now);
      difference.attach(scope);
      now.copyTo(old);
      return size == 0 ? Float.NaN : norm(difference, scope) / size;
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
