package dev.zoetrope.training;

import dev.zoetrope.network.ConvNet.ActivationFunction;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.WeightPrecision;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * All settings of a training run except the data. The defaults are those of the article. Immutable.
 *
 * <pre>{@code
 * TrainingConfiguration configuration =
 *     TrainingConfiguration.builder().epochs(3).learningRate(0.001f).every(10).build();
 * }</pre>
 *
 * @param epochs passes over the training images
 * @param batchSize images per minibatch; a smaller last minibatch of an epoch is dropped
 * @param learningRate Adam's step size
 * @param seed the seed for the initial weights and the order of the images
 * @param activation the activation function after each layer except the last
 * @param engine the name of the DJL engine: PyTorch or MXNet
 * @param device {@code cpu} or {@code gpu}
 * @param probes indices, from 0, of the test images to feed through after each step; empty for the
 *     first of each class
 * @param layers globs of the layers to record
 * @param precision the precision of stored activations
 * @param every record every n-th step
 * @param weights how the network's weights are kept
 * @param weightsEvery keep the weights at every n-th step, and at the last
 * @param deferred whether activations are computed after training, from the weights
 * @param durable whether commits survive a power failure
 * @param maxOverhead the share of training time that recording may take, leaving out frames if
 *     necessary; empty for no limit
 */
public record TrainingConfiguration(
    int epochs,
    int batchSize,
    float learningRate,
    long seed,
    ActivationFunction activation,
    String engine,
    String device,
    List<Integer> probes,
    List<String> layers,
    Precision precision,
    int every,
    WeightPrecision weights,
    int weightsEvery,
    boolean deferred,
    boolean durable,
    OptionalDouble maxOverhead) {

  /**
   * Checks the values, as far as possible without the data.
   *
   * @throws IllegalArgumentException if a value is invalid; the message names it
   */
  public TrainingConfiguration {
    requireAtLeastOne("epochs", epochs);
    requireAtLeastOne("batch size", batchSize);
    requireAtLeastOne("every", every);
    requireAtLeastOne("weights every", weightsEvery);
    if (deferred && weights == WeightPrecision.NONE) {
      throw new IllegalArgumentException(
          "a deferred recording computes activations from weights; keep compact or exact ones");
    }
    if (!(learningRate > 0 && Float.isFinite(learningRate))) {
      throw new IllegalArgumentException("learning rate must be above 0, not " + learningRate);
    }
    if (maxOverhead.isPresent()
        && !(maxOverhead.getAsDouble() > 0 && maxOverhead.getAsDouble() <= 1)) {
      throw new IllegalArgumentException(
          "maximum overhead must be above 0 and at most 100 %, not "
              + 100 * maxOverhead.getAsDouble()
              + " %");
    }
    device = device.toLowerCase(Locale.ROOT);
    if (!List.of("cpu", "gpu").contains(device)) {
      throw new IllegalArgumentException("device must be cpu or gpu, not " + device);
    }
    probes = List.copyOf(probes);
    layers = List.copyOf(layers);
  }

  private static void requireAtLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
  }

  /** Returns a builder with the article's values. */
  public static Builder builder() {
    return new Builder();
  }

  /** Builds a configuration. */
  public static final class Builder {

    private int epochs = 5;
    private int batchSize = 1024;
    private float learningRate = 1e-3f;
    private long seed = 1;
    private ActivationFunction activation = ActivationFunction.TANH;
    private String engine = "PyTorch";
    private String device = "cpu";
    private List<Integer> probes = List.of();
    private List<String> layers = List.of("conv*", "dense*");
    private Precision precision = Precision.AUTO;
    private int every = 1;
    private WeightPrecision weights = WeightPrecision.COMPACT;
    private int weightsEvery = 1;
    private boolean deferred;
    private boolean durable;
    private OptionalDouble maxOverhead = OptionalDouble.empty();

    private Builder() {}

    /** Sets the number of epochs. */
    public Builder epochs(int value) {
      epochs = value;
      return this;
    }

    /** Sets the number of images per minibatch. */
    public Builder batchSize(int value) {
      batchSize = value;
      return this;
    }

    /** Sets Adam's step size. */
    public Builder learningRate(float value) {
      learningRate = value;
      return this;
    }

    /** Sets the seed, which decides the initial weights and the order of the images. */
    public Builder seed(long value) {
      seed = value;
      return this;
    }

    /** Sets the activation function after each layer except the last. */
    public Builder activation(ActivationFunction value) {
      activation = value;
      return this;
    }

    /** Sets the DJL engine by its name. */
    public Builder engine(String value) {
      engine = value;
      return this;
    }

    /** Sets the device, {@code cpu} or {@code gpu}. */
    public Builder device(String value) {
      device = value;
      return this;
    }

    /** Sets the test images to feed through after each step, by index from 0. */
    public Builder probes(List<Integer> value) {
      probes = value;
      return this;
    }

    /** Sets the globs that choose the layers to record. */
    public Builder layers(List<String> value) {
      layers = value;
      return this;
    }

    /** Sets the precision of stored activations. */
    public Builder precision(Precision value) {
      precision = value;
      return this;
    }

    /** Records only every nth step. */
    public Builder every(int value) {
      every = value;
      return this;
    }

    /** Sets how the network's weights are kept. */
    public Builder weights(WeightPrecision value) {
      weights = value;
      return this;
    }

    /** Keeps the weights only at every nth step, and at the last. */
    public Builder weightsEvery(int value) {
      weightsEvery = value;
      return this;
    }

    /**
     * Sets whether only weights are recorded while the network trains, and activations are computed
     * from them afterwards.
     */
    public Builder deferred(boolean value) {
      deferred = value;
      return this;
    }

    /** Sets whether each commit waits until it has reached the disk. */
    public Builder durable(boolean value) {
      durable = value;
      return this;
    }

    /** Limits the share of training time that recording may take: 0.02 for 2 %. */
    public Builder maxOverhead(double value) {
      maxOverhead = OptionalDouble.of(value);
      return this;
    }

    /**
     * Builds the configuration.
     *
     * @throws IllegalArgumentException if a value is invalid; the message names it
     */
    public TrainingConfiguration build() {
      return new TrainingConfiguration(
          epochs,
          batchSize,
          learningRate,
          seed,
          activation,
          engine,
          device,
          probes,
          layers,
          precision,
          every,
          weights,
          weightsEvery,
          deferred,
          durable,
          maxOverhead);
    }
  }
}
