package dev.zoetrope.recording;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One recorded layer. Immutable.
 *
 * <pre>{@code
 * Layer layer =
 *     new Layer("conv1", "Conv2d", List.of(4, 28, 28), OptionalDouble.of(1), Precision.AUTO);
 * }</pre>
 *
 * @param name the block's path in the network, which is the name that users see
 * @param type the block's type, such as {@code Conv2d}
 * @param shape the shape of one probe's activation as recorded: [channel, y, x] for feature maps,
 *     [unit] for dense layers
 * @param bound the largest possible magnitude of the activation, such as 1 for tanh; empty if it
 *     has no bound
 * @param precision how its values are stored; {@link #settled()} resolves {@link Precision#AUTO}
 * @param reduction what was left out of the activation to save space; empty if nothing was
 */
public record Layer(
    String name,
    String type,
    List<Integer> shape,
    OptionalDouble bound,
    Precision precision,
    Optional<Reduction> reduction) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the name or shape is empty, a length or the bound is not
   *     above 0, int8 has no bound, or the shape is not that of the reduction
   */
  public Layer {
    shape = List.copyOf(shape);
    if (name.isEmpty() || shape.isEmpty() || shape.stream().anyMatch(n -> n <= 0)) {
      throw new IllegalArgumentException("layer \"" + name + "\" cannot have shape " + shape);
    }
    if (bound.isPresent() && !(bound.getAsDouble() > 0 && Double.isFinite(bound.getAsDouble()))) {
      throw new IllegalArgumentException("layer " + name + ": bound " + bound.getAsDouble());
    }
    if (precision == Precision.INT8 && bound.isEmpty()) {
      throw new IllegalArgumentException(
          "layer " + name + " has no bound, so int8 cannot hold it; use float16 or float32");
    }
    if (reduction.isPresent() && !reduction.get().shape().equals(shape)) {
      throw new IllegalArgumentException(
          "layer " + name + ": shape " + shape + " does not match its reduction");
    }
  }

  /** Makes a layer that is recorded whole. */
  public Layer(
      String name, String type, List<Integer> shape, OptionalDouble bound, Precision precision) {
    this(name, type, shape, bound, precision, Optional.empty());
  }

  /**
   * Returns this layer with {@link Precision#AUTO} replaced by the precision that it stands for
   * here.
   */
  public Layer settled() {
    if (precision != Precision.AUTO) {
      return this;
    }
    Precision settled = bound.isPresent() ? Precision.INT8 : Precision.FLOAT16;
    return new Layer(name, type, shape, bound, settled, reduction);
  }

  /**
   * Returns whether finite values of a channel were too large for the precision. They are stored as
   * the largest value it has; the statistics keep the true one.
   *
   * @param exact statistics of one channel of this layer
   */
  public boolean clips(Statistics exact) {
    return ActivationCodec.isClipped(this, exact);
  }

  /** Returns this layer with a reduced activation. */
  public Layer reduced(Reduction chosen) {
    return new Layer(name, type, chosen.shape(), bound, precision, Optional.of(chosen));
  }

  /** Returns the number of channels, or of units in a dense layer: the length of the first axis. */
  public int channels() {
    return shape.get(0);
  }

  /**
   * Returns the number of values per channel: 1 in a dense layer, height × width in a feature map.
   */
  public int valuesPerChannel() {
    return valuesPerProbe() / channels();
  }

  /** Returns the number of values per probe. */
  public int valuesPerProbe() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }
}
