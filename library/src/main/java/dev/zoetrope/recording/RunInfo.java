package dev.zoetrope.recording;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is known of the training run.
 *
 * @param name what was trained on what, for people
 * @param started when recording began
 * @param plannedFrames how many frames the run will have; 0 if that is not known
 * @param details anything else worth keeping (seed, engine, device, …) in the order given: strings,
 *     numbers, booleans, and lists of them
 */
public record RunInfo(
    String name, Instant started, int plannedFrames, Map<String, Object> details) {

  /** Copies the details. */
  public RunInfo {
    if (plannedFrames < 0) {
      throw new IllegalArgumentException("plannedFrames " + plannedFrames);
    }
    details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
  }

  RunInfo with(String key, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(details);
    more.put(key, value);
    return new RunInfo(name, started, plannedFrames, more);
  }
}
