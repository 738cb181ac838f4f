package dev.zoetrope.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.training.TrainingConfiguration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark once, with the smallest parameters, and looks whether it makes sense. */
class BenchmarkSmokeTest {

  @Test
  void everyBenchmarkRuns() throws Exception {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("dev\\.zoetrope\\.bench\\..*")
                    .param("frames", "40")
                    .timeUnit(TimeUnit.MICROSECONDS)
                    .forks(0)
                    .warmupIterations(0)
                    .measurementIterations(1)
                    .measurementTime(TimeValue.milliseconds(100))
                    .shouldFailOnError(true)
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    assertThat(results)
        .extracting(result -> result.getParams().getBenchmark().replaceFirst(".*\\.", ""))
        .contains("append", "randomRead");
    for (RunResult result : results) {
      assertThat(result.getPrimaryResult().getScore())
          .as(result.getParams().getBenchmark() + " in µs")
          .isBetween(1.0, 1_000_000.0);
    }
  }

  @Test
  void costOfRecordingIsMeasuredInAlternatingBlocks() throws Exception {
    ImageDataset mnist = Mnist.load();
    ImageDataset small = new ImageDataset("few", mnist.train().first(800), mnist.test().first(20));
    RecordingCost.Blocks blocks =
        RecordingCost.measure(
            small, TrainingConfiguration.builder().epochs(1).batchSize(8).build(), "conv*");
    assertThat(blocks.recorded()).hasSize(2);
    assertThat(blocks.bare()).hasSize(1);
    for (double ratio : blocks.ratios()) {
      assertThat(ratio).isBetween(0.1, 100.0);
    }
  }
}
