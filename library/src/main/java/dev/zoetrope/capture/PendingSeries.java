package dev.zoetrope.capture;

import java.util.HashMap;
import java.util.Map;

/** Values of curves that wait for the next frame. Not safe for use by several threads. */
final class PendingSeries {

  private final Map<String, Float> values = new HashMap<>();
  private long validated = -1;

  void put(String name, float value) {
    values.put(name, value);
  }

  /**
   * Keeps what a validation came to.
   *
   * @param updates how many updates the validated weights have had
   */
  void putValidation(Map<String, Float> validation, long updates) {
    values.putAll(validation);
    validated = updates;
  }

  /**
   * Returns the values for a frame, and forgets them. If the validated weights are not those of the
   * frame, {@code validation_step} says which they were.
   *
   * @param first the step that the recording began with
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
