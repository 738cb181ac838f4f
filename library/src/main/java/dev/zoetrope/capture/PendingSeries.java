package dev.zoetrope.capture;

import java.util.HashMap;
import java.util.Map;

/** Values of series that wait for the next frame. Not thread-safe. */
final class PendingSeries {

  private final Map<String, Float> values = new HashMap<>();
  private long validated = -1;

  void put(String name, float value) {
    values.put(name, value);
  }

  /**
   * Keeps the values of a validation.
   *
   * @param updates the number of updates before the validation
   */
  void putValidation(Map<String, Float> validation, long updates) {
    values.putAll(validation);
    validated = updates;
  }

  /**
   * Returns and removes the values for a frame. If the validated weights are not those of the
   * frame, {@code validation_step} gives their step.
   *
   * @param first the step with which the recording began
   */
  Map<String, Float> take(TrainingProgress.Point point, long first) {
    Map<String, Float> taken = new HashMap<>(point.others());
    taken.putAll(values);
    if (validated >= 0 && validated != point.updates()) {
      taken.put("validation_step", (float) (first + validated));
    }
    values.clear();
    validated = -1;
    return taken;
  }
}
