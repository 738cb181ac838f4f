package dev.zoetrope.cli;

import dev.zoetrope.dataset.IndexRanges;
import dev.zoetrope.dataset.InputImages;
import dev.zoetrope.export.InputsExporter;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.TrainingStep;
import dev.zoetrope.training.EngineUnavailableException;
import dev.zoetrope.training.NetworkUnavailableException;
import dev.zoetrope.training.RecordedRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "ask",
    description = {
      "Shows what other inputs would have shown at every step, from the weights in a recording.",
      "Writes a recording like any other."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:success", "1:failure", "2:wrong usage", "130:interrupted; nothing is left"})
final class AskCommand implements Callable<Integer> {

  @Mixin private QuestionArguments question;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "NAME.zarr",
      description = "the recording to write; default: NAME-asked.zarr")
  private Path out;

  @Option(names = "--force", description = "replace the recording if it exists")
  private boolean force;

  @Option(
      names = "--layers",
      paramLabel = "GLOB",
      converter = LayerGlob.class,
      split = ",",
      description = "layers to show, also such as were not recorded; default: the recorded ones")
  private List<String> layers = List.of();

  @Option(
      names = "--steps",
      paramLabel = "RANGE",
      description = "steps to show, such as 0-29,145,290; default: all that have weights")
  private String steps;

  @Option(
      names = "--precision",
      paramLabel = "auto|int8|float16|float32",
      defaultValue = "auto",
      description = "how precisely activations are stored; default: ${DEFAULT-VALUE}")
  private Precision precision;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      defaultValue = "256",
      description = "images that the network sees at a time; default: ${DEFAULT-VALUE}")
  private int batchSize;

  @Mixin private NetworkArguments network;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    EngineOnClassPath.require("ask");
    Path recording = question.recording();
    Path answer = out != null ? out : OutputPaths.asked(recording);
    PrintWriter stdout = spec.commandLine().getOut();
    if (batchSize < 1) {
      throw new CommandFailedException("--batch-size must be at least 1, not " + batchSize);
    }
    RecordedRun.Asked asked;
    InputImages images;
    try (Recording open = Recording.open(recording)) {
      if (open.info().weights().isEmpty()) {
        throw new CommandFailedException(
            recording
                + " holds no weights, so nothing can be asked of it; record it with --weights compact, the default");
      }
      OutputPaths.requireFree(answer, force);
      List<Integer> frames = frames(open, recording);
      images = question.load(open.probes().shape(), open.info().run().details());
      asked =
          new RecordedRun.Asked(
              new Probes(
                  List.of(images.channels(), images.height(), images.width()),
                  images.pixels(),
                  images.labels()),
              layers,
              frames,
              precision,
              batchSize,
              details(images));
    }
    images.remarks().forEach(remark -> stdout.println("Input: " + remark));
    ask(asked, answer);
    if (question.arePictures()) {
      Path seen = OutputPaths.inputs(answer);
      InputsExporter.write(asked.images(), seen);
      stdout.println("Input: what the network saw is in " + seen);
    }
    Summary.print(stdout, answer, null);
    return CommandLine.ExitCode.OK;
  }

  private void ask(RecordedRun.Asked asked, Path answer)
      throws IOException, CommandFailedException {
    Console console = new Console(spec.commandLine().getErr());
    try (Interruption interruption = new Interruption()) {
      new RecordedRun(question.recording(), network.source())
          .ask(asked, answer, force, console.showing("asking", interruption));
    } catch (EngineUnavailableException | NetworkUnavailableException e) {
      throw new CommandFailedException(e.getMessage());
    } finally {
      console.end(false);
    }
  }

  private static Map<String, Object> details(InputImages images) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("input_names", images.names());
    if (!images.remarks().isEmpty()) {
      details.put("data_preparation", images.remarks());
    }
    return details;
  }

  /** Returns the frames of the steps that were chosen; empty for all. */
  private List<Integer> frames(Recording open, Path recording)
      throws IOException, CommandFailedException {
    if (steps == null) {
      return List.of();
    }
    List<TrainingStep> taken = open.exposedSteps();
    Map<Long, Integer> withWeights = new LinkedHashMap<>();
    for (int frame : open.framesWithWeights()) {
      withWeights.put(taken.get(frame).step(), frame);
    }
    int[] wanted;
    try {
      wanted = IndexRanges.parse(steps);
    } catch (IllegalArgumentException e) {
      throw new CommandFailedException("--steps " + e.getMessage());
    }
    Arrays.sort(wanted);
    List<Integer> frames = new ArrayList<>();
    for (int step : wanted) {
      Integer frame = withWeights.get((long) step);
      if (frame == null) {
        throw new CommandFailedException(
            "%s has no weights of step %s; it has those of %s"
                .formatted(recording, step, few(withWeights.keySet().stream().toList())));
      }
      frames.add(frame);
    }
    return frames;
  }

  private static String few(List<Long> steps) {
    if (steps.size() <= 6) {
      return Words.count(steps.size(), "step") + ": " + join(steps);
    }
    return "%s steps: %s, …, %s"
        .formatted(steps.size(), join(steps.subList(0, 4)), steps.get(steps.size() - 1));
  }

  private static String join(List<Long> steps) {
    return String.join(", ", steps.stream().map(String::valueOf).toList());
  }
}
