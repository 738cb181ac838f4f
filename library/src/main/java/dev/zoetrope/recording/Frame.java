package dev.zoetrope.recording;

import java.util.List;
import java.util.Map;

/**
 * All recorded layers at one step, on their way into a recording. The arrays are not copied: they
 * belong to the frame until it was appended.
 */
public final class Frame {

  private final long step;
  private final long epoch;
  private final float loss;
  private final float accuracy;
  private final List<float[]> activations;
  private final List<float[]> weights;
  private final Map<String, float[]> series;

  /**
   * Makes a frame.
   *
   * @param step optimizer updates applied when it was taken; 0 is the untrained network
   * @param epoch the epoch of that step, from 1; 0 for the untrained network
   * @param loss training loss of the step's minibatch, NaN where there is none
   * @param accuracy share of the step's minibatch that was classified correctly, NaN where there is
   *     none
   * @param activations one array a layer, in the recording's order: [probe, …shape of the layer] in
   *     row-major order
   */
  public Frame(long step, long epoch, float loss, float accuracy, List<float[]> activations) {
    this(step, epoch, loss, accuracy, activations, List.of(), Map.of());
  }

  /**
   * Makes a frame of a recording that holds weights or series too.
   *
   * @param step optimizer updates applied when it was taken; 0 is the untrained network
   * @param epoch the epoch of that step, from 1; 0 for the untrained network
   * @param loss training loss of the step's minibatch, NaN where there is none
   * @param accuracy share of the step's minibatch that was classified correctly, NaN where there is
   *     none
   * @param activations one array a layer, in the recording's order: [probe, …shape of the layer] in
   *     row-major order
   * @param weights one array for each layer whose weights are recorded, in the recording's order:
   *     [out, in, …kernel] in row-major order
   * @param series values by the name of their series, one a column; a name that the recording does
   *     not know yet starts a scalar, whose array has one value
   */
  public Frame(
      long step,
      long epoch,
      float loss,
      float accuracy,
      List<float[]> activations,
      List<float[]> weights,
      Map<String, float[]> series) {
    this.step = step;
    this.epoch = epoch;
    this.loss = loss;
    this.accuracy = accuracy;
    this.activations = List.copyOf(activations);
    this.weights = List.copyOf(weights);
    this.series = Map.copyOf(series);
  }

  /** Returns optimizer updates applied when the frame was taken. */
  public long step() {
    return step;
  }

  /** Returns the epoch of the step, from 1; 0 for the untrained network. */
  public long epoch() {
    return epoch;
  }

  /** Returns the training loss of the step's minibatch, or NaN. */
  public float loss() {
    return loss;
  }

  /** Returns the accuracy on the step's minibatch, 0…1, or NaN. */
  public float accuracy() {
    return accuracy;
  }

  /** Returns the layers' activations themselves, not copies. */
  public List<float[]> activations() {
    return activations;
  }

  /** Returns the weights themselves, not copies, of those layers that have any recorded. */
  public List<float[]> weights() {
    return weights;
  }

  /** Returns the values of series by name, not copies. */
  public Map<String, float[]> series() {
    return series;
  }
}
