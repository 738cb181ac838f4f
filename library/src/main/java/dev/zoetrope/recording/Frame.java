package dev.zoetrope.recording;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All recorded layers at one step, to be appended to a recording. The arrays are not copied; do not
 * modify them until {@link RecordingWriter#append} returns.
 *
 * <pre>{@code
 * float[] activation = {0.5f, -0.5f};
 * Frame frame = new Frame(0, 0, Float.NaN, Float.NaN, List.of(activation));
 * }</pre>
 */
public final class Frame {

  private final long step;
  private final long epoch;
  private final float loss;
  private final float accuracy;
  private final List<float[]> activations;
  private final Optional<float[]> weights;
  private final Map<String, float[]> series;

  /**
   * Makes a frame.
   *
   * @param step the number of optimizer updates so far; 0 for the untrained network
   * @param epoch the epoch of that step, from 1; 0 for the untrained network
   * @param loss the training loss of the step's minibatch; NaN if there is none
   * @param accuracy the share of the step's minibatch that was classified correctly, 0…1; NaN if
   *     there is none
   * @param activations one array per layer, in the recording's order: [probe, …shape of the layer]
   *     in row-major order
   */
  public Frame(long step, long epoch, float loss, float accuracy, List<float[]> activations) {
    this(step, epoch, loss, accuracy, activations, Optional.empty(), Map.of());
  }

  /**
   * Makes a frame of a recording that also has weights or series.
   *
   * @param step the number of optimizer updates so far; 0 for the untrained network
   * @param epoch the epoch of that step, from 1; 0 for the untrained network
   * @param loss the training loss of the step's minibatch; NaN if there is none
   * @param accuracy the share of the step's minibatch that was classified correctly, 0…1; NaN if
   *     there is none
   * @param activations one array per layer, in the recording's order: [probe, …shape of the layer]
   *     in row-major order; empty if the recording is deferred
   * @param weights the values of all parameters, one parameter after the other in the recording's
   *     order, each in row-major order; empty if none are kept at this step
   * @param series values by the name of their series, one per column; a new name starts a scalar
   *     series, whose arrays have one value
   */
  public Frame(
      long step,
      long epoch,
      float loss,
      float accuracy,
      List<float[]> activations,
      Optional<float[]> weights,
      Map<String, float[]> series) {
    this.step = step;
    this.epoch = epoch;
    this.loss = loss;
    this.accuracy = accuracy;
    this.activations = List.copyOf(activations);
    this.weights = weights;
    this.series = Map.copyOf(series);
  }

  /** Returns the number of optimizer updates before the frame was taken. */
  public long step() {
    return step;
  }

  /** Returns the epoch of the step, from 1; 0 for the untrained network. */
  public long epoch() {
    return epoch;
  }

  /** Returns the training loss of the step's minibatch; NaN if there is none. */
  public float loss() {
    return loss;
  }

  /** Returns the accuracy on the step's minibatch, 0…1; NaN if there is none. */
  public float accuracy() {
    return accuracy;
  }

  /**
   * Returns the layers' activations, not copied: one array per layer, [probe, …shape of the layer].
   */
  public List<float[]> activations() {
    return activations;
  }

  /** Returns the values of all parameters, not copied; empty if none are kept at this step. */
  public Optional<float[]> weights() {
    return weights;
  }

  /** Returns the values of series by name, not copied. */
  public Map<String, float[]> series() {
    return series;
  }
}
