package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.insight.LayerHistory;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingVerifier;
import dev.zoetrope.recording.Statistics;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With a far too high learning rate, a network diverges to NaN; the recording must show that step
 * by step.
 */
class DivergenceTest {

  @TempDir private Path folder;

  @Test
  void isRecordedFlaggedAndReadable() throws Exception {
    Path path = folder.resolve("a.zarr");
    ActivationRecorder recorder =
        ActivationRecorder.to(path)
            .probes(Networks.probes())
            .gradientNorms()
            .updateRatios()
            .build();
    try (Model model = Networks.model(Networks.nested());
        Trainer trainer =
            model.newTrainer(
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optDevices(new Device[] {Device.cpu()})
                    .optOptimizer(
                        Optimizer.sgd().setLearningRateTracker(Tracker.fixed(1e30f)).build())
                    .addTrainingListeners(recorder))) {
      trainer.initialize(new Shape(Networks.BATCH, 1, 8, 8));
      EasyTrain.fit(trainer, 2, Networks.dataset(trainer.getManager()), null);
    }
    assertThat(recorder.failure()).isEmpty();
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.steps()).hasSize(9);
      assertThat(recording.losses()[1]).isFinite();
      assertThat(recording.losses()[8]).isNaN();
      for (String name : new String[] {"01SequentialBlock/03LambdaBlock", "06Linear"}) {
        Layer layer = recording.info().layer(name);
        assertThat(recording.activation(name, 8)).containsOnly(Float.NaN);
        assertThat(recording.activation(name, 0)).doesNotContain(Float.NaN);
        assertThat(recording.statistics(name, 8)).noneMatch(Statistics::finite);
        LayerHistory history = LayerHistory.of(recording, name, Progress.NONE);
        assertThat(history.notFinite(0)).isFalse();
        assertThat(history.notFinite(8)).isTrue();
        assertThat(layer.precision())
            .isEqualTo(name.equals("06Linear") ? Precision.FLOAT16 : Precision.INT8);
      }
      float[] norms = recording.series("gradient_norm").column("06Linear/weight");
      assertThat(norms[1]).isFinite();
      assertThat(norms[8]).isNaN();
    }
    assertThat(Files.readString(path.resolve("zarr.json")))
        .containsPattern("\"non_finite_values\": [1-9]");
  }
}
