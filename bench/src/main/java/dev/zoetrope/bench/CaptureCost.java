package dev.zoetrope.bench;

import com.google.gson.GsonBuilder;
import dev.zoetrope.capture.RecorderBuilder;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.files.FileTree;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.WeightPrecision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What recording costs a training step, part by part, measured in one run: the variants that take
 * turns, from the bare step to a recorder as a user has it. Compared are blocks of the same round.
 *
 * <p>Nothing is shared by accident: each variant has a network and a trainer of its own, so a bare
 * step runs in a network that never had a hook.
 */
public final class CaptureCost {

  static final String BARE = "bare";
  static final String PASS = "bare probe pass";

  private static final int BATCH = 1024;
  private static final long SETTLE_MILLIS = 1_100;
  private static final Path MEMORY = Path.of("/dev/shm");

  /**
   * What one variant came to.
   *
   * @param name as in reports
   * @param stepMillis mean of each block, by round; null in rounds that it sat out
   * @param callMillis time of the training thread in the listener, mean of each block
   * @param processorMillis processor time of all threads a step, mean of each block, with what the
   *     background thread did after it
   * @param allocatedBytes on the Java heap a step, mean of each block, all threads together
   * @param frames how many frames it recorded
   * @param storedBytes what they take, files and metadata; 0 if nothing was written
   */
  record Result(
      String name,
      List<Double> stepMillis,
      List<Double> callMillis,
      List<Double> processorMillis,
      List<Double> allocatedBytes,
      int frames,
      long storedBytes) {}

  private final ImageDataset data;
  private final Probes probes;
  private final int batchSize;
  private final int blockSteps;
  private final long settleMillis;
  private final Path directory;

  CaptureCost(ImageDataset data, int batchSize, int blockSteps, long settleMillis, Path directory) {
    this.data = data;
    this.batchSize = batchSize;
    this.blockSteps = blockSteps;
    this.settleMillis = settleMillis;
    this.directory = directory;
    probes = ArticleTraining.probes(data.test());
  }

  /** Arguments: file for the result, rounds, steps a block. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("zoetrope-bench");
    try {
      CaptureCost cost =
          new CaptureCost(
              Mnist.load(), BATCH, Integer.parseInt(arguments[2]), SETTLE_MILLIS, directory);
      List<Result> results = cost.measure(Integer.parseInt(arguments[1]));
      Files.writeString(
          Path.of(arguments[0]), new GsonBuilder().setPrettyPrinting().create().toJson(results));
    } finally {
      FileTree.delete(directory);
    }
  }

  /** Runs all variants, the costs that matter most in every round, the others in every third. */
  List<Result> measure(int rounds) throws IOException {
    try (CaptureRounds turns = new CaptureRounds(blockSteps, settleMillis)) {
      add(turns, BARE, 1, training -> ArticleTraining::metrics);
      add(turns, "hooks attached, idle", 1, PassStandIns.IdleHooks::new);
      add(turns, PASS, 1, training -> new PassStandIns.BarePass(training, probes));
      add(turns, "+ hooks and copy", 1, training -> new PassStandIns.CopyingPass(training, probes));
      if (Files.isWritable(MEMORY)) {
        StepAction.Factory inMemory = recording(Precision.INT8, MEMORY, "conv*");
        add(turns, "+ encoding, files in memory", 1, inMemory);
      } else {
        System.out.println("left out: files in memory, since there is no " + MEMORY);
      }
      add(turns, "recorded: conv, int8", 1, recording(Precision.INT8, directory, "conv*"));
      add(turns, "+ compact weights", 1, weights(WeightPrecision.COMPACT, false));
      add(turns, "+ exact weights", 3, weights(WeightPrecision.EXACT, false));
      add(turns, "deferred: compact weights alone", 1, weights(WeightPrecision.COMPACT, true));
      add(turns, "recorded: conv, float16", 3, recording(Precision.FLOAT16, directory, "conv*"));
      add(turns, "recorded: conv, float32", 3, recording(Precision.FLOAT32, directory, "conv*"));
      add(
          turns,
          "recorded: all layers, auto",
          3,
          recording(Precision.AUTO, directory, "conv*", "dense*"));
      add(
          turns,
          "recorded: conv, int8, every 10th step",
          3,
          training ->
              new RecordedSteps(
                  directory,
                  recorder ->
                      recorder
                          .probes(probes)
                          .layers("conv*")
                          .precision(Precision.INT8)
                          .weights(WeightPrecision.NONE)
                          .steps(step -> step % 10 == 0)));
      turns.run(rounds);
      return turns.results();
    }
  }

  private void add(CaptureRounds turns, String name, int every, StepAction.Factory factory)
      throws IOException {
    ArticleTraining training = new ArticleTraining("PyTorch", data.train(), batchSize);
    turns.add(name, every, training, factory.create(training));
  }

  private StepAction.Factory recording(Precision precision, Path under, String... layers) {
    return training ->
        new RecordedSteps(
            under,
            recorder ->
                recorder
                    .probes(probes)
                    .layers(layers)
                    .precision(precision)
                    .weights(WeightPrecision.NONE));
  }

  private StepAction.Factory weights(WeightPrecision precision, boolean deferred) {
    return training ->
        new RecordedSteps(
            directory,
            recorder -> {
              RecorderBuilder all =
                  recorder
                      .probes(probes)
                      .layers("conv*")
                      .precision(Precision.INT8)
                      .weights(precision);
              return deferred ? all.deferred() : all;
            });
  }
}
