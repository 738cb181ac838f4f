package dev.zoetrope.cli;

import dev.zoetrope.dataset.Datasets;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.network.ConvNet.ActivationFunction;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.training.EngineUnavailableException;
import dev.zoetrope.training.TrainingConfiguration;
import dev.zoetrope.training.TrainingObserver;
import dev.zoetrope.training.TrainingResult;
import dev.zoetrope.training.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "record",
    description = "Trains a small convolutional network and records every layer at every step.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:success",
      "1:failure; what was recorded until then can be opened",
      "2:wrong usage",
      "130:interrupted; the recording is marked incomplete"
    })
final class RecordCommand implements Callable<Integer> {

  @Option(
      names = {"-o", "--out"},
      paramLabel = "NAME.zarr",
      description = "the recording to write; default: the name of the data set, such as mnist.zarr")
  private Path out;

  @Option(names = "--force", description = "replace the recording if it exists")
  private boolean force;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = {
        "your own images, known by what the files hold:",
        "- pictures (PNG, JPEG, BMP, GIF), a sub-folder for each class: cat/1.png,",
        "  or train/cat/1.png beside test/cat/2.png",
        "- IDX files as those of MNIST, Fashion-MNIST, EMNIST, QMNIST, grey or colour",
        "- CIFAR-10's or CIFAR-100's binary files",
        "default: the MNIST that comes along"
      })
  private Path data;

  @Mixin private DataArguments dataArguments;

  @Option(names = "--epochs", paramLabel = "N", defaultValue = "5", description = DEFAULT)
  private int epochs;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "default: 1024; of fewer than 16,384 images about a sixteenth")
  private Integer batchSize;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      converter = LearningRate.class,
      defaultValue = "0.001",
      description = "Adam's step size; default: ${DEFAULT-VALUE}")
  private float learningRate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "the same seed gives the same recording; default: ${DEFAULT-VALUE}")
  private long seed;

  @Option(
      names = "--activation",
      paramLabel = "tanh|relu",
      defaultValue = "tanh",
      description = DEFAULT)
  private ActivationFunction activation;

  @Option(
      names = "--probes",
      paramLabel = "INDEX",
      split = ",",
      description =
          "test images to feed through, from 0; default: the first of each class, ten at most")
  private List<Integer> probes = List.of();

  @Option(
      names = "--layers",
      paramLabel = "GLOB",
      converter = LayerGlob.class,
      split = ",",
      defaultValue = "conv*,dense*",
      description = "layers to record; default: ${DEFAULT-VALUE}")
  private List<String> layers;

  @Option(
      names = "--precision",
      paramLabel = "auto|int8|float16|float32",
      defaultValue = "auto",
      description = "how precisely activations are stored; default: ${DEFAULT-VALUE}")
  private Precision precision;

  @Option(
      names = "--every",
      paramLabel = "N",
      defaultValue = "1",
      description = "record every Nth step, and the last; default: ${DEFAULT-VALUE}")
  private int every;

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
      defaultValue = "pytorch",
      description = "mxnet needs ZOETROPE_PROFILE=mxnet; default: ${DEFAULT-VALUE}")
  private String engine;

  @Option(
      names = "--device",
      paramLabel = "cpu|gpu",
      defaultValue = "cpu",
      description = "gpu needs ZOETROPE_PROFILE=gpu; default: ${DEFAULT-VALUE}")
  private String device;

  @Option(
      names = "--watch",
      description = "open the player and follow the run; closing it does not stop training")
  private boolean watch;

  @Option(names = "--no-pictures", description = "write only the recording")
  private boolean noPictures;

  @Spec private CommandSpec spec;

  private static final int LARGEST_BATCH = 1024;

  private static final String DEFAULT = "default: ${DEFAULT-VALUE}";

  @Override
  public Integer call() throws Exception {
    requireEngineOnClassPath();
    if (watch) {
      Screen.require("leave out --watch");
    }
    TrainingConfiguration configuration;
    ImageDataset dataset;
    TrainingRun run;
    try {
      if (out != null) {
        OutputPaths.requireFree(out, force);
      }
      configuration(1); // what is wrong is said before data is read
      if (data == null && dataArguments.given()) {
        throw new IllegalArgumentException(
            "--size, --unreadable, --data-set and --transpose are for the folder that --data names");
      }
      dataset = data == null ? Mnist.load() : Datasets.load(data, dataArguments.options(seed));
      configuration = configuration(dataset.train().size());
      run = new TrainingRun(dataset, configuration);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Path recording = out != null ? out : Path.of(dataset.name().toLowerCase(Locale.ROOT) + ".zarr");
    OutputPaths.requireFree(recording, force);
    try (Interruption interruption = new Interruption()) {
      return record(run, dataset, configuration, recording, interruption);
    }
  }

  private TrainingConfiguration configuration(int images) {
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
        .durable(durable)
        .build();
  }

  /** An epoch of few images should have some steps too. */
  private static int usualBatchSize(int images) {
    return Math.min(LARGEST_BATCH, Math.max(1, Integer.highestOneBit(images / 16)));
  }

  private int record(
      TrainingRun run,
      ImageDataset dataset,
      TrainingConfiguration configuration,
      Path recording,
      Interruption interruption)
      throws Exception {
    PrintWriter stdout = spec.commandLine().getOut();
    run.remarks().forEach(remark -> stdout.println("Data: " + remark));
    stdout.printf(
        Locale.ROOT,
        "Training on %s of %s: %s, %s of %s, engine %s, device %s%n",
        Words.count(dataset.train().size(), "image"),
        dataset.name(),
        Words.count(configuration.epochs(), "epoch"),
        Words.count(run.steps(), "step"),
        Words.count(configuration.batchSize(), "image"),
        configuration.engine(),
        configuration.device());
    stdout.flush();
    Watch player = new Watch(recording);
    TrainingResult result = train(run.recordTo(recording).replacing(force), interruption, player);
    if (result.cancelled()) {
      stdout.println("Interrupted; " + Summary.held(recording) + ", marked incomplete");
      return ErrorLine.INTERRUPTED;
    }
    stdout.printf(
        Locale.ROOT,
        "Test accuracy %.2f %% after %s, %.0f ms a step%n",
        100 * result.testAccuracy(),
        Words.count(result.steps(), "step"),
        result.trainingTime().toMillis() / (double) result.steps());
    Path pictures = OutputPaths.pictures(recording);
    if (!noPictures) {
      Pictures.writeAll(recording, pictures, spec.commandLine().getErr(), interruption);
    }
    Summary.print(stdout, recording, noPictures ? null : pictures);
    player.awaitClosed();
    return CommandLine.ExitCode.OK;
  }

  private TrainingResult train(TrainingRun run, Interruption interruption, Watch player)
      throws IOException, CommandFailedException {
    Console console = new Console(spec.commandLine().getErr());
    try {
      return run.run(new Shown(console, interruption, watch ? player::open : () -> {}));
    } catch (EngineUnavailableException e) {
      throw new CommandFailedException(e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } finally {
      console.end(true);
    }
  }

  /** DJL is an optional dependency; without it, linking the training classes would fail. */
  private static void requireEngineOnClassPath() throws CommandFailedException {
    // DJL asks the network for its engine and counts its users; an application decides that.
    boolean nativeOnClassPath = loader().getResource("native/lib/pytorch.properties") != null;
    System.setProperty(
        "ai.djl.offline", System.getProperty("ai.djl.offline", "" + nativeOnClassPath));
    System.setProperty("OPT_OUT_TRACKING", System.getProperty("OPT_OUT_TRACKING", "true"));
    try {
      Class.forName("ai.djl.engine.Engine", false, loader());
    } catch (ClassNotFoundException e) {
      throw new CommandFailedException(
          "no engine on the class path: recording needs DJL; start it with ./zoetrope record");
    }
  }

  private static ClassLoader loader() {
    return RecordCommand.class.getClassLoader();
  }

  private record Shown(Console console, Interruption interruption, Runnable onRecorded)
      implements TrainingObserver {

    @Override
    public void onStep(Step step) {
      if (step.step() == 1) {
        onRecorded.run(); // only now is there a recording to open
      }
      console.progress(
          step.step(),
          step.steps(),
          String.format(
              Locale.ROOT,
              "epoch %d/%d  step %d/%d  loss %.4f  accuracy %.1f %%",
              step.epoch(),
              step.epochs(),
              step.step(),
              step.steps(),
              step.loss(),
              100 * step.accuracy()));
    }

    @Override
    public boolean cancelled() {
      return interruption.requested();
    }
  }
}
