package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.Reduction;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrameBudgetTest {

  private static final int PROBES = 2;
  private static final Layer MAPS = layer("maps", List.of(8, 6, 6)); // 288 values, 1152 bytes
  private static final Layer UNITS = layer("units", List.of(10)); // 40 bytes

  @TempDir private Path folder;

  private static Layer layer(String name, List<Integer> shape) {
    return new Layer(name, "T", shape, OptionalDouble.empty(), Precision.FLOAT16);
  }

  private static List<Layer> fit(long bytes, ReduceBy by) {
    return new FrameBudget(bytes, by).fit(List.of(MAPS, UNITS), PROBES);
  }

  private static String reduction(Layer layer) {
    return layer.reduction().map(Reduction::toString).orElse("whole");
  }

  @Test
  void aFrameThatFitsStaysWhole() {
    assertThat(fit(1192, ReduceBy.CHANNELS)).containsExactly(MAPS, UNITS);
  }

  @Test
  void smallLayersStayWholeAndLargeOnesShareTheRest() {
    List<Layer> fitted = fit(1191, ReduceBy.CHANNELS);
    assertThat(fitted.get(1)).isEqualTo(UNITS);
    assertThat(reduction(fitted.get(0))).isEqualTo("7 of 8 channels");
    assertThat(fit(40 + 3 * 144, ReduceBy.CHANNELS).get(0).reduction().orElseThrow().channels())
        .containsExactly(0, 2, 5);
    assertThat(reduction(fit(40 + 4 * 8 * 9, ReduceBy.POOLING).get(0))).isEqualTo("means of 2×2");
  }

  @Test
  void theOtherReductionIsAddedIfOneIsNotEnough() {
    List<Layer> channels = fit(40 + 4 * 4, ReduceBy.CHANNELS);
    assertThat(reduction(channels.get(0))).isEqualTo("1 of 8 channels, means of 3×3");
    List<Layer> pooled = fit(16, ReduceBy.POOLING);
    assertThat(reduction(pooled.get(0))).isEqualTo("2 of 8 channels, means of 6×6");
    assertThat(reduction(pooled.get(1))).isEqualTo("2 of 10 channels");
  }

  @Test
  void aBudgetThatCannotBeMetIsRefused() {
    assertThatThrownBy(() -> fit(7, ReduceBy.CHANNELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("one value per probe");
    assertThatThrownBy(() -> new FrameBudget(0, ReduceBy.CHANNELS))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theRecordingAndTheLogSayWhatWasLeftOut() throws Exception {
    StringBuilder log = new StringBuilder();
    Handler listener =
        new Handler() {
          @Override
          public void publish(LogRecord entry) {
            log.append(entry.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(FrameBudget.class.getName());
    logger.addHandler(listener);
    logger.setUseParentHandlers(false);
    try {
      record("whole.zarr", Long.MAX_VALUE);
      assertThat(log).isEmpty();
      record("half.zarr", 2 * (64 + 64) * 4);
    } finally {
      logger.removeHandler(listener);
      logger.setUseParentHandlers(true);
    }
    assertThat(log.toString()).contains("would take 2048 bytes, but 1024 is the limit", "1 of 2");
    try (Recording whole = Recording.open(folder.resolve("whole.zarr"));
        Recording half = Recording.open(folder.resolve("half.zarr"))) {
      Layer layer = half.info().layer("02Conv2d");
      assertThat(layer.shape()).containsExactly(1, 8, 8);
      assertThat(layer.reduction()).hasValue(new Reduction(List.of(2, 8, 8), List.of(0), 1));
      float[] both = whole.activation("02Conv2d", 3);
      float[] first = half.activation("02Conv2d", 3);
      for (int i = 0; i < first.length; i++) {
        assertThat(first[i]).isEqualTo(both[i / 64 * 128 + i % 64]);
      }
    }
  }

  private void record(String name, long bytes) throws Exception {
    Block block = Networks.nested();
    try (Model model = Networks.model(block);
        Trainer trainer =
            model.newTrainer(
                Networks.config(
                    ActivationRecorder.to(folder.resolve(name))
                        .probes(Networks.probes())
                        .layers("**/conv*")
                        .precision(Precision.FLOAT32)
                        .maxBytesPerFrame(bytes)
                        .build()))) {
      trainer.initialize(new Shape(Networks.BATCH, 1, 8, 8));
      EasyTrain.fit(trainer, 1, Networks.dataset(trainer.getManager()), null);
    }
  }
}
