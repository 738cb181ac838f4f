package dev.zoetrope.recording;

import java.util.List;

/**
 * The inputs that are fed through the network after each step. Owns its arrays: they are copied in
 * and out.
 */
public final class Probes {

  private final List<Integer> shape;
  private final float[] input;
  private final long[] labels;

  /**
   * Makes probes.
   *
   * @param shape the shape of one input: [channel, y, x] for images
   * @param input all inputs as the network sees them, [probe, …shape] in row-major order
   * @param labels the class of each probe; −1 where it is not known
   */
  public Probes(List<Integer> shape, float[] input, long[] labels) {
    this.shape = List.copyOf(shape);
    this.input = input.clone();
    this.labels = labels.clone();
    int values = this.shape.stream().reduce(1, Math::multiplyExact);
    if (labels.length == 0 || values <= 0 || input.length != values * labels.length) {
      throw new IllegalArgumentException(
          input.length + " values for " + labels.length + " probes of shape " + shape);
    }
  }

  /** Returns the number of probes. */
  public int count() {
    return labels.length;
  }

  /** Returns the shape of one input: [channel, y, x] for images. */
  public List<Integer> shape() {
    return shape;
  }

  /** Returns a copy of all inputs, [probe, …shape] in row-major order. */
  public float[] input() {
    return input.clone();
  }

  /** Returns a copy of the classes; −1 where a class is not known. */
  public long[] labels() {
    return labels.clone();
  }
}
