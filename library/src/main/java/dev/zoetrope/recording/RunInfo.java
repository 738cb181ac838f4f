package dev.zoetrope.recording;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Information about the training run. Immutable.
 *
 * <pre>{@code
 * RunInfo run = new RunInfo("ConvNet on MNIST", java.time.Instant.now(), 0, Map.of("seed", 42));
 * }</pre>
 *
 * @param name the run's name, for display, such as “ConvNet on MNIST”
 * @param started when recording began
 * @param plannedFrames the expected number of frames; 0 if unknown
 * @param details further details, such as seed, engine and device, in the given order: strings,
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
