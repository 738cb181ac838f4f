package dev.zoetrope.cli;

import dev.zoetrope.network.ConvNet.ActivationFunction;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.WeightPrecision;
import dev.zoetrope.training.TrainingConfiguration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The options of {@code record} that say how to train and what to record. */
final class TrainingArguments {

  private static final TrainingConfiguration USUAL = TrainingConfiguration.builder().build();

  private static final String DEFAULT = "default: ${DEFAULT-VALUE}";

  @Option(names = "--epochs", paramLabel = "N", description = DEFAULT)
  private int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description =
          "images per step; default: 1024, or for few images the largest power of two up to a sixteenth of them")
  private Integer batchSize;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      converter = LearningRate.class,
      description = "Adam's step size; default: ${DEFAULT-VALUE}")
  private float learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "the same seed gives the same recording; default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(names = "--activation", paramLabel = "tanh|relu", description = DEFAULT)
  private ActivationFunction activation;

  @Option(
      names = "--probes",
      paramLabel = "INDEX",
      split = ",",
      description =
          "test images to use as probes, from 0; default: the first of each class, at most ten")
  private List<Integer> probes = List.of();

  @Option(
      names = "--layers",
      paramLabel = "GLOB",
      converter = LayerGlob.class,
      split = ",",
      description = "layers to record; default: ${DEFAULT-VALUE}")
  private List<String> layers;

  @Option(
      names = "--precision",
      paramLabel = "auto|int8|float16|float32",
      description = "how precisely activations are stored; default: ${DEFAULT-VALUE}")
  private Precision precision;

  @Option(
      names = "--every",
      paramLabel = "N",
      description = "record every Nth step, and the last; default: ${DEFAULT-VALUE}")
  private int every;

  @Option(
      names = "--weights",
      paramLabel = "compact|exact|none",
      description =
          "how the weights of every step are kept, from which ask computes what other inputs would have shown; default: ${DEFAULT-VALUE}")
  private WeightPrecision weights;

  @Option(
      names = "--weights-every",
      paramLabel = "N",
      description = "keep the weights of every Nth step, and the last; default: ${DEFAULT-VALUE}")
  private int weightsEvery;

  @Option(
      names = "--deferred",
      description =
          "record only weights while training, which disturbs it least; compute the activations afterwards")
  private boolean deferred;

  @Option(
      names = "--max-overhead",
      paramLabel = "PERCENT",
      converter = Share.class,
      description = "slow training by at most this share, such as 2%%, by leaving out frames")
  private Double maxOverhead;

  @Option(
      names = "--durable",
      description = "flush every commit to the disk, so that it survives power loss")
  private boolean durable;

  @Option(
      names = "--engine",
      paramLabel = "pytorch|mxnet",
      description = "mxnet needs ZOETROPE_PROFILE=mxnet; default: ${DEFAULT-VALUE}")
  private String engine;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu",
      description = "gpu needs ZOETROPE_PROFILE=gpu; default: ${DEFAULT-VALUE}")
  private String device;

  long seed() {
    return seed;
  }

  /**
   * Checks the values that can be checked without data.
   *
   * @throws IllegalArgumentException if a value is invalid; the message names it
   */
  void requireValid() {
    configuration(1);
  }

  /**
   * Returns the configuration of the run.
   *
   * @param images the number of training images
   * @throws IllegalArgumentException if a value is invalid; the message names it
   */
  TrainingConfiguration configuration(int images) {
    TrainingConfiguration.Builder builder = TrainingConfiguration.builder();
    if (maxOverhead != null) {
      builder.maxOverhead(maxOverhead);
    }
    return builder
        .epochs(epochs)
        .batchSize(batchSize != null ? batchSize : usualBatchSize(images))
        .learningRate(learningRate)
        .seed(seed)
        .activation(activation)
        .engine(engine)
        .device(device)
        .probes(probes)
        .layers(layers)
        .precision(precision)
        .every(every)
        .weights(weights)
        .weightsEvery(weightsEvery)
        .deferred(deferred)
        .durable(durable)
        .build();
  }

  /** Returns a batch size that gives several steps per epoch even for few images. */
  private static int usualBatchSize(int images) {
    return Math.min(USUAL.batchSize(), Math.max(1, Integer.highestOneBit(images / 16)));
  }

  /** Takes the defaults of the options from {@link TrainingConfiguration}. */
  static final class Defaults implements IDefaultValueProvider {

    @Override
    public String defaultValue(ArgSpec argument) {
      return argument instanceof OptionSpec option ? usual(option.longestName()) : null;
    }

    private static String usual(String option) {
      return switch (option) {
        case "--epochs" -> Integer.toString(USUAL.epochs());
        case "--learning-rate" -> Float.toString(USUAL.learningRate());
        case "--seed" -> Long.toString(USUAL.seed());
        case "--activation" -> USUAL.activation().name().toLowerCase(Locale.ROOT);
        case "--layers" -> String.join(",", USUAL.layers());
        case "--precision" -> USUAL.precision().name().toLowerCase(Locale.ROOT);
        case "--weights" -> USUAL.weights().name().toLowerCase(Locale.ROOT);
        case "--weights-every" -> Integer.toString(USUAL.weightsEvery());
        case "--every" -> Integer.toString(USUAL.every());
        case "--engine" -> USUAL.engine().toLowerCase(Locale.ROOT);
        case "--device" -> USUAL.device();
        default -> null; // an option without a default
      };
    }
  }
}
