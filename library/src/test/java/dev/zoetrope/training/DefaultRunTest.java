package dev.zoetrope.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Recording;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole default run, three times. Takes minutes: {@code ./mvnw verify -Dzoetrope.full=true}.
 */
@EnabledIfSystemProperty(named = "zoetrope.full", matches = "true")
class DefaultRunTest {

  @TempDir private Path folder;

  @Test
  void matchesTheArticle() throws Exception {
    ImageDataset mnist = Mnist.load();
    SavedWeights first = new SavedWeights();
    TrainingConfiguration configuration =
        TrainingConfiguration.builder().layers(List.of("conv*")).build();
    TrainingResult result =
        new TrainingRun(mnist, configuration)
            .recordTo(folder.resolve("int8.zarr"))
            .addListener(first)
            .run(TrainingObserver.NONE);
    assertThat(result.testAccuracy()).isGreaterThanOrEqualTo(0.975f);

    SavedWeights exact = new SavedWeights();
    new TrainingRun(
            mnist,
            TrainingConfiguration.builder()
                .layers(List.of("conv*"))
                .precision(Precision.FLOAT32)
                .build())
        .recordTo(folder.resolve("float32.zarr"))
        .addListener(exact)
        .run(TrainingObserver.NONE);

    SavedWeights without = new SavedWeights();
    new TrainingRun(mnist, configuration).addListener(without).run(TrainingObserver.NONE);
    assertThat(without.at(290)).as("weights without a recorder").isEqualTo(first.at(290));
    assertThat(exact.at(290)).isEqualTo(first.at(290));

    try (Recording int8 = Recording.open(folder.resolve("int8.zarr"));
        Recording float32 = Recording.open(folder.resolve("float32.zarr"))) {
      assertThat(int8.info().frames()).isEqualTo(291);
      assertThat(int8.steps()).startsWith(0).endsWith(290);
      assertThat(int8.info().layers()).hasSize(6);
      for (int frame : new int[] {0, 1, 145, 290}) {
        first.assertRecomputed(int8, frame, 1 / 127f);
        exact.assertRecomputed(float32, frame, 0);
      }
      long bytes = 0;
      for (int layer = 1; layer <= 6; layer++) {
        bytes += int8.storedBytes("conv" + layer);
      }
      assertThat(bytes).isLessThanOrEqualTo(9_000_000);
    }
  }
}
