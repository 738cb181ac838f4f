package dev.zoetrope.capture;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import ai.djl.training.LocalParameterServer;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.optimizer.Optimizer;
import dev.zoetrope.pass.NativeCopies;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts the updates of a trainer's parameters, whatever the training loop looks like. DJL's
 * optimizers count updates per parameter. If they are not used, since the program updates by hand
 * or the engine has its own parameter server, checksums of the parameters are compared.
 */
final class UpdateCounter {

  private final Trainer trainer;
  private final Set<String> parameterIds;
  private final Map<String, Integer> counts;
  private final int begin;
  private final Map<String, Integer> seen = new HashMap<>();
  private TrainedParameters trained;
  private boolean counted;
  private boolean summed;
  private long checksum;
  private long updates;

  /** Counts from now on. */
  UpdateCounter(Trainer trainer) {
    this.trainer = trainer;
    ParameterStore store = field(Trainer.class, trainer, "parameterStore", ParameterStore.class);
    Object server = field(ParameterStore.class, store, "parameterServer", Object.class);
    Optimizer optimizer =
        server instanceof LocalParameterServer
            ? field(LocalParameterServer.class, server, "optimizer", Optimizer.class)
            : null;
    parameterIds = keys(field(ParameterStore.class, store, "parameterMap", Map.class));
    counts = counts(optimizer);
    Integer first = field(Optimizer.class, optimizer, "beginNumUpdate", Integer.class);
    begin = first == null ? 0 : first;
    if (counts != null) {
      counts.forEach(seen::put);
    }
  }

  @SuppressWarnings("unchecked")
  private static Set<String> keys(Map<?, ?> map) {
    return map == null ? Set.of() : (Set<String>) map.keySet();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Integer> counts(Optimizer optimizer) {
    return (Map<String, Integer>) field(Optimizer.class, optimizer, "updateCounts", Map.class);
  }

  /** Reads a private field of DJL, or returns null if this version has no such field. */
  private static <T> T field(Class<?> owner, Object object, String name, Class<T> type) {
    if (object == null) {
      return null;
    }
    try {
      Field field = owner.getDeclaredField(name);
      field.setAccessible(true);
      return type.cast(field.get(object));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null; // parameters are compared instead
    }
  }

  /** Returns whether no update by the optimizer is known. */
  boolean hasNone() {
    return counts == null ? updates == 0 : Collections.disjoint(counts.keySet(), parameterIds);
  }

  /** Returns the number of updates since this counter was created. */
  long updates() {
    long since = counts == null ? 0 : sinceLastTime();
    if (since > 0) {
      counted = true;
      updates += since;
    } else if (!counted && parametersDiffer()) {
      updates++;
    }
    return updates;
  }

  /** DJL counts an update once per device; a parameter may be new or no longer trained. */
  private long sinceLastTime() {
    int most = 0;
    for (String id : parameterIds) {
      Integer now = counts.get(id);
      if (now != null) {
        Integer before = seen.put(id, now);
        most = Math.max(most, now - (before == null ? begin : before));
      }
    }
    return most / trainer.getDevices().length;
  }

  private boolean parametersDiffer() {
    long now = 1;
    for (Parameter parameter : trainedParameters()) {
      now = 31 * now + NativeCopies.checksum(trained.value(parameter));
    }
    boolean differ = summed && now != checksum;
    summed = true;
    checksum = now;
    return differ;
  }

  private Collection<Parameter> trainedParameters() {
    if (trained == null) {
      trained = new TrainedParameters(trainer);
    }
    return TrainedParameters.of(trainer.getModel().getBlock()).values();
  }

  /**
   * Returns whether all gradients are zero, as optimizers leave them. Then a batch that is reported
   * was part of the last update, or its backward pass is still to come.
   */
  boolean gradientsAreGone() {
    for (Parameter parameter : trainedParameters()) {
      for (NDArray gradient : trained.gradients(parameter)) {
        try (gradient;
            NDArray changed = gradient.neq(0);
            NDArray any = changed.any()) {
          if (any.getBoolean()) {
            return false;
          }
        }
      }
    }
    return true;
  }
}
