package dev.zoetrope.recording;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * One recorded layer.
 *
 * @param name the block's path in the network, the name that users see
 * @param type the block's type, such as {@code Conv2d}
 * @param shape the shape of one probe's activation as it is recorded: [channel, y, x] for feature
 *     maps, [unit] for dense layers
 * @param bound the largest magnitude the activation can take (1 for tanh), empty if there is none
 * @param precision how its values are stored; {@link Precision#AUTO} is settled by {@link
 *     #settled()}
 * @param reduction what was left out of the activation to save space, empty where it is whole
 * @param weightShape the shape of the layer's weights, [out, in, …kernel], where they are recorded
 *     too; empty where they are not
 */
public record Layer(
    String name,
    String type,
    List<Integer> shape,
    OptionalDouble bound,
    Precision precision,
    Optional<Reduction> reduction,
    List<Integer> weightShape) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException for an empty name or shape, a length or bound below or equal
   *     to 0, int8 without a bound, or a shape that is not what the reduction leaves
   */
  public Layer {
    shape = List.copyOf(shape);
    weightShape = List.copyOf(weightShape);
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
          "layer " + name + ": shape " + shape + " is not what its reduction leaves");
    }
    if (weightShape.stream().anyMatch(n -> n <= 0)) {
      throw new IllegalArgumentException("layer " + name + ": weights of shape " + weightShape);
    }
  }

  /** Makes a layer that is recorded whole, without its weights. */
  public Layer(
      String name, String type, List<Integer> shape, OptionalDouble bound, Precision precision) {
    this(name, type, shape, bound, precision, Optional.empty(), List.of());
  }

  /** Returns this layer with {@link Precision#AUTO} replaced by the precision it stands for. */
  public Layer settled() {
    if (precision != Precision.AUTO) {
      return this;
    }
    Precision settled = bound.isPresent() ? Precision.INT8 : Precision.FLOAT16;
    return new Layer(name, type, shape, bound, settled, reduction, weightShape);
  }

  /**
   * Returns whether finite values of that channel were too large for the precision: they are stored
   * as the largest value it has, and the statistics tell the true one.
   *
   * @param exact statistics of this layer
   */
  public boolean clips(Statistics exact) {
    return ActivationCodec.isClipped(this, exact);
  }

  /** Returns this layer with its activation reduced. */
  public Layer reduced(Reduction chosen) {
    return new Layer(
        name, type, chosen.shape(), bound, precision, Optional.of(chosen), weightShape);
  }

  /** Returns this layer with weights of that shape, [out, in, …kernel]. */
  public Layer withWeights(List<Integer> ofWeights) {
    return new Layer(name, type, shape, bound, precision, reduction, ofWeights);
  }

  /** Returns the number of channels, or of units in a dense layer: the first axis. */
  public int channels() {
    return shape.get(0);
  }

  /** Returns values of one channel: 1 in a dense layer, height × width in a feature map. */
  public int valuesPerChannel() {
    return valuesPerProbe() / channels();
  }

  /** Returns the number of values that one probe gives. */
  public int valuesPerProbe() {
    return shape.stream().reduce(1, Math::multiplyExact);
  }

  /** Returns the number of recorded weights: 0 where none are. */
  public int weights() {
    return weightShape.isEmpty() ? 0 : weightShape.stream().reduce(1, Math::multiplyExact);
  }
}
