package dev.zoetrope.cli;

import dev.zoetrope.dataset.Datasets;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.training.EngineUnavailableException;
import dev.zoetrope.training.TrainingConfiguration;
import dev.zoetrope.training.TrainingObserver;
import dev.zoetrope.training.TrainingResult;
import dev.zoetrope.training.TrainingRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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
    defaultValueProvider = TrainingArguments.Defaults.class,
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

  @Mixin private TrainingArguments training;

  @Option(
      names = "--watch",
      description = "open the player and follow the run; closing it does not stop training")
  private boolean watch;

  @Option(names = "--no-pictures", description = "write only the recording")
  private boolean noPictures;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    EngineOnClassPath.require("record");
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
      training.requireValid(); // what is wrong is said before data is read
      if (data == null && dataArguments.given()) {
        throw new IllegalArgumentException(
            "--size, --unreadable, --data-set and --transpose are for the folder that --data names");
      }
      dataset =
          data == null ? Mnist.load() : Datasets.load(data, dataArguments.options(training.seed()));
      configuration = training.configuration(dataset.train().size());
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
    public void onDeveloping(long frames, long ofFrames) {
      console.progress(
          frames, ofFrames, "computing activations, frame " + frames + " of " + ofFrames);
    }

    @Override
    public boolean cancelled() {
      return interruption.requested();
    }
  }
}
