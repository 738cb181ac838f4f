package dev.zoetrope.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.zoetrope.bench.ArticleTraining.Phase;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.ImageSet;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.training.TrainingConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark once, with the smallest parameters, and looks whether it makes sense. */
class BenchmarkSmokeTest {

  private static final String ALL = "dev\\.zoetrope\\.bench\\..*";

  @TempDir private Path directory;

  @AfterEach
  void forgetRecordings() {
    System.clearProperty(SyntheticRecordings.DIRECTORY);
  }

  @Test
  void everyBenchmarkRunsAndTakesAPlausibleTime() throws Exception {
    System.setProperty(SyntheticRecordings.DIRECTORY, directory.toString());
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(ALL)
                    .param("frames", "40")
                    .param("store", "zip")
                    .param("zoom", "28")
                    .param("side", "64")
                    .param("batch", "2")
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(50))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results.stream().map(result -> result.getParams().getBenchmark()).toList())
        .containsExactlyInAnyOrderElementsOf(known());
    Path json = directory.resolve("results.json");
    JmhResults.write(results, json);
    for (JmhRow row : JmhRow.parse(Files.readString(json))) {
      assertThat(row.micros()).as(row.method() + " in µs").isBetween(0.5, 1_000_000.0);
    }
  }

  private static Set<String> known() {
    return BenchmarkList.defaultList()
        .find(
            OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT),
            List.of(ALL),
            List.of())
        .stream()
        .map(entry -> entry.getUsername())
        .collect(Collectors.toSet());
  }

  @Test
  void everyVariantOfCaptureMakesItsSteps() throws Exception {
    List<CaptureCost.Result> results = new CaptureCost(few(), 20, 3, 0, directory).measure(2);
    assertThat(results).extracting(CaptureCost.Result::name).hasSizeGreaterThanOrEqualTo(9);
    for (CaptureCost.Result result : results) {
      assertThat(result.stepMillis()).as(result.name()).hasSize(2);
      assertThat(result.stepMillis().stream().filter(Objects::nonNull).toList())
          .as(result.name())
          .isNotEmpty()
          .allSatisfy(millis -> assertThat(millis).isBetween(0.01, 10_000.0));
      boolean records = result.name().startsWith("recorded");
      // A frame of six conv layers has 109,760 values, compressed to anything but nothing.
      assertThat(result.storedBytes())
          .as(result.name())
          .isBetween(records ? 10_000 : 0L, 5_000_000L);
    }
    // Four steps to warm up and three, then one and three; the rarer variants sit the second out.
    assertThat(result(results, "recorded: conv, int8").frames()).isEqualTo(11);
    assertThat(result(results, "recorded: all layers, auto").frames()).isEqualTo(7);
    assertThat(result(results, "recorded: conv, int8, every 10th step").frames()).isEqualTo(1);
    assertThat(bytes(results, "recorded: conv, int8"))
        .isLessThan(bytes(results, "recorded: conv, float16"));
    assertThat(bytes(results, "recorded: conv, float16"))
        .isLessThan(bytes(results, "recorded: conv, float32"));
  }

  private static long bytes(List<CaptureCost.Result> results, String name) {
    return result(results, name).storedBytes();
  }

  private static CaptureCost.Result result(List<CaptureCost.Result> results, String name) {
    return results.stream().filter(r -> r.name().equals(name)).findFirst().orElseThrow();
  }

  @Test
  void costOfRecordingIsMeasuredInAlternatingBlocks() throws Exception {
    TrainingConfiguration configuration =
        TrainingConfiguration.builder().epochs(3).batchSize(20).build();
    RecordingCost.Blocks blocks =
        RecordingCost.measure(few(), configuration, "conv*", List.of("deferred")).get(0);
    // 120 steps in blocks of 20; the first two warm up.
    assertThat(blocks.recorded()).hasSize(2);
    assertThat(blocks.bare()).hasSize(2);
    assertThat(Arrays.stream(blocks.ratios(RecordingCost.Time::wall))).allMatch(ratio -> ratio > 0);
  }

  @Test
  void phasesOfATrainingStepAddUp() throws Exception {
    try (ArticleTraining training = new ArticleTraining("PyTorch", few().train(), 20)) {
      long begin = System.nanoTime();
      training.step(ArticleTraining::metrics);
      double outside = (System.nanoTime() - begin) / 1e6;
      double sum = Arrays.stream(Phase.values()).mapToDouble(training::millis).sum();
      assertThat(sum).isCloseTo(training.stepMillis(), within(1e-6)).isBetween(0.1, outside);

      TrainingStepRun.Split split = TrainingStepRun.measure("PyTorch", training, 3);
      assertThat(split.phases()).hasSize(Phase.values().length);
      assertThat(split.phases().values()).allMatch(millis -> millis > 0);
      assertThat(split.step().median()).isPositive();
      assertThat(split.engine()).startsWith("PyTorch");
      assertThat(split.operators()).isNotEmpty().containsKey("aten::mkldnn_convolution");
      // Operators run one after another here, and a step is more than its operators.
      assertThat(split.operatorMillis()).isBetween(0.1, split.profiledMillis());
    }
  }

  private static ImageDataset few() throws Exception {
    ImageDataset mnist = Mnist.load();
    ImageSet train = mnist.train().first(800);
    return new ImageDataset("few", train, mnist.test().first(20));
  }

  @Test
  void recordingsToReadFromAreMadeOnceAndStayThere() throws Exception {
    System.setProperty(SyntheticRecordings.DIRECTORY, directory.toString());
    Path zip = SyntheticRecordings.of(5, true);
    Object made = Files.getLastModifiedTime(zip);
    assertThat(SyntheticRecordings.of(5, true)).isEqualTo(zip);
    assertThat(Files.getLastModifiedTime(zip)).isEqualTo(made);
    assertThat(SyntheticRecordings.of(5, false)).isDirectory();
  }
}
