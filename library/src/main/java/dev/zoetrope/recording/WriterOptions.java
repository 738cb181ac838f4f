package dev.zoetrope.recording;

import java.util.Optional;

/**
 * What a {@link RecordingWriter} writes besides activations, and how.
 *
 * <pre>{@code
 * WriterOptions options = WriterOptions.DEFAULT.durable(true);
 * }</pre>
 *
 * @param durable whether each commit waits until the disk has written it, so that it also survives
 *     a power failure, not only a crash of the process
 * @param weights the parameters whose values some frames have, and how to store them; empty for
 *     none
 * @param deferred whether frames come without activations, which a {@link DevelopingWriter} adds
 *     later
 */
public record WriterOptions(boolean durable, Optional<WeightsInfo> weights, boolean deferred) {

  /** Activations alone, safe from crashes but not from power failures. */
  public static final WriterOptions DEFAULT = new WriterOptions(false, Optional.empty(), false);

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if activations are deferred and there are no weights to
   *     compute them from
   */
  public WriterOptions {
    if (deferred && weights.isEmpty()) {
      throw new IllegalArgumentException("a deferred recording needs weights");
    }
  }

  /** Returns these options with another value of {@code durable}. */
  public WriterOptions durable(boolean wanted) {
    return new WriterOptions(wanted, weights, deferred);
  }

  /** Returns these options with weights. */
  public WriterOptions weights(WeightsInfo ofNetwork) {
    return new WriterOptions(durable, Optional.of(ofNetwork), deferred);
  }

  /** Returns these options for frames without activations; weights are needed then. */
  public WriterOptions deferring() {
    return new WriterOptions(durable, weights, true);
  }
}
