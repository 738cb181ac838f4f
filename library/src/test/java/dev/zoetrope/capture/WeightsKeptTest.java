package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.pass.NamedParameters;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingVerifier;
import dev.zoetrope.recording.WeightPrecision;
import dev.zoetrope.replay.Development;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The weights that a recorder keeps, and recordings whose activations are computed from them. */
class WeightsKeptTest {

  @TempDir private Path folder;

  private RecorderBuilder recorder(String name) {
    return ActivationRecorder.to(folder.resolve(name))
        .probes(Networks.probes())
        .precision(Precision.FLOAT32);
  }

  private static byte[] train(TrainingListener... listeners) throws Exception {
    Block block = Networks.nested();
    try (Model model = Networks.model(block)) {
      try (Trainer trainer = model.newTrainer(Networks.config(listeners))) {
        trainer.initialize(new Shape(Networks.BATCH, 1, 8, 8));
        EasyTrain.fit(trainer, 2, Networks.dataset(trainer.getManager()), null);
      }
      return Networks.parameters(block);
    }
  }

  /** Copies all parameters at each step with DJL's own methods. */
  private static final class Copies extends TrainingListenerAdapter {
    final List<float[]> all = new ArrayList<>();

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
      copy(trainer);
    }

    @Override
    public void onTrainingEnd(Trainer trainer) {
      copy(trainer);
    }

    private void copy(Trainer trainer) {
      List<Float> values = new ArrayList<>();
      for (Parameter parameter : NamedParameters.of(trainer.getModel().getBlock()).values()) {
        for (float value : parameter.getArray().toFloatArray()) {
          values.add(value);
        }
      }
      float[] copied = new float[values.size()];
      for (int i = 0; i < copied.length; i++) {
        copied[i] = values.get(i);
      }
      all.add(copied);
    }
  }

  @Test
  void areThoseOfEachStep() throws Exception {
    Copies copies = new Copies();
    train(copies, recorder("a.zarr").weights(WeightPrecision.EXACT).build());
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.framesWithWeights()).hasSize(9);
      for (int frame = 0; frame <= 8; frame++) {
        assertThat(recording.weights(frame)).isEqualTo(copies.all.get(frame));
      }
      // BatchNorm's running statistics are parameters too.
      assertThat(recording.info().weights().orElseThrow().parameters())
          .anyMatch(parameter -> parameter.kind().equals("running_mean"))
          .anyMatch(parameter -> parameter.kind().equals("weight"));
    }
  }

  @Test
  void areCompactUnlessToldOtherwise() throws Exception {
    Copies copies = new Copies();
    train(copies, recorder("a.zarr").build());
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.info().weights().orElseThrow().precision())
          .isEqualTo(WeightPrecision.COMPACT);
      float[] read = recording.weights(8);
      for (int i = 0; i < read.length; i++) {
        assertThat(Math.abs(read[i] - copies.all.get(8)[i])).isLessThan(1e-3f);
      }
    }
    train(recorder("b.zarr").weights(WeightPrecision.NONE).build());
    try (Recording recording = Recording.open(folder.resolve("b.zarr"))) {
      assertThat(recording.info().weights()).isEmpty();
    }
  }

  @Test
  void haveAScheduleOfTheirOwn() throws Exception {
    train(recorder("a.zarr").weights(WeightPrecision.EXACT, Schedules.every(3)).build());
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.steps()).hasSize(9);
      assertThat(recording.framesWithWeights()).containsExactly(0, 3, 6, 8); // and the last
    }
    train(
        recorder("b.zarr")
            .steps(Schedules.every(2))
            .weights(WeightPrecision.EXACT, Schedules.every(3))
            .build());
    try (Recording recording = Recording.open(folder.resolve("b.zarr"))) {
      assertThat(recording.steps()).containsExactly(0, 2, 4, 6, 8);
      // The first frames at or after steps 0, 3 and 6, and the last.
      assertThat(recording.framesWithWeights()).containsExactly(0, 2, 3, 4);
    }
  }

  @Test
  void keepingThemDoesNotChangeTraining() throws Exception {
    byte[] without = train();
    assertThat(train(recorder("a.zarr").build())).isEqualTo(without);
    assertThat(train(recorder("b.zarr").weights(WeightPrecision.EXACT).build())).isEqualTo(without);
    assertThat(train(recorder("c.zarr").deferred().build())).isEqualTo(without);
  }

  @Test
  void deferredActivationsAreThoseRecordedWhileTraining() throws Exception {
    train(recorder("whole.zarr").build());
    List<Long> told = new ArrayList<>();
    train(
        recorder("deferred.zarr")
            .weights(WeightPrecision.EXACT)
            .deferred(
                (done, total) -> {
                  told.add(done);
                  return true;
                })
            .build());
    assertThat(told).first().isEqualTo(0L);
    assertThat(told).last().isEqualTo(9L);
    assertSame("deferred.zarr", "whole.zarr");
  }

  private void assertSame(String name, String other) throws Exception {
    try (Recording deferred = Recording.open(folder.resolve(name));
        Recording whole = Recording.open(folder.resolve(other))) {
      assertThat(deferred.info().layers()).isEqualTo(whole.info().layers());
      assertThat(deferred.steps()).isEqualTo(whole.steps());
      assertThat(deferred.info().complete()).isTrue();
      for (var layer : whole.info().layers()) {
        for (int frame = 0; frame < whole.info().frames(); frame++) {
          assertThat(deferred.activation(layer.name(), frame))
              .as("%s at frame %s", layer.name(), frame)
              .isEqualTo(whole.activation(layer.name(), frame));
        }
      }
    }
    assertThat(RecordingVerifier.verify(folder.resolve(name), Progress.NONE).damage()).isEmpty();
  }

  @Test
  void developmentCanBeLeftForLater() throws Exception {
    train(recorder("whole.zarr").weights(WeightPrecision.EXACT).build());
    train(
        recorder("later.zarr")
            .weights(WeightPrecision.EXACT)
            .deferred((done, total) -> done < 4)
            .build());
    Path path = folder.resolve("later.zarr");
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().frames()).isEqualTo(4);
      assertThat(recording.info().exposed()).isEqualTo(9);
    }
    assertThat(Development.of(path, Networks::nested).run(Progress.NONE)).isEqualTo(5);
    assertThat(Development.of(path, Networks::nested).run(Progress.NONE)).isZero();
    assertSame("later.zarr", "whole.zarr");
  }

  @Test
  void reducedLayersAreReducedWhenDevelopedToo() throws Exception {
    train(recorder("whole.zarr").maxBytesPerFrame(2500).weights(WeightPrecision.EXACT).build());
    train(
        recorder("deferred.zarr")
            .maxBytesPerFrame(2500)
            .weights(WeightPrecision.EXACT)
            .deferred()
            .build());
    assertSame("deferred.zarr", "whole.zarr");
  }

  @Test
  void aDeferredRecordingNeedsWeights() {
    assertThatThrownBy(() -> recorder("a.zarr").weights(WeightPrecision.NONE).deferred().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("leave out weights(NONE)");
  }

  @Test
  void anotherNetworkIsRefusedWithTheDifferences() throws Exception {
    train(recorder("a.zarr").deferred((done, total) -> false).build());
    assertThatThrownBy(
            () ->
                Development.of(
                        folder.resolve("a.zarr"),
                        () ->
                            new SequentialBlock()
                                .add(Blocks.batchFlattenBlock())
                                .add(Linear.builder().setUnits(3).build()))
                    .run(Progress.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is recorded, but the network has no such parameter");
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.info().frames()).isZero();
      assertThat(recording.info().exposed()).isEqualTo(9);
    }
  }
}
