package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.evaluator.Evaluator;
import ai.djl.training.evaluator.TopKAccuracy;
import ai.djl.training.listener.EarlyStoppingListener;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares recorded metrics with those of DJL's own listener. */
class MetersTest {

  @TempDir private Path folder;
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private RecorderBuilder recorder() {
    return ActivationRecorder.to(folder.resolve("run.zarr"))
        .probes(GuestLoop.inputs(manager, 2, 3));
  }

  private Recording read() throws IOException {
    return Recording.open(folder.resolve("run.zarr"));
  }

  /** Keeps DJL's values of each batch, and of the validation of each epoch. */
  private static final class Seen extends TrainingListenerAdapter {
    final List<Float> accuracies = new ArrayList<>();
    final List<Float> topTwo = new ArrayList<>();
    final List<Map<String, Float>> epochs = new ArrayList<>();
    private final EvaluatorTrainingListener djl;

    Seen(EvaluatorTrainingListener djl) {
      this.djl = djl;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
      for (Evaluator evaluator : trainer.getEvaluators()) {
        if (evaluator instanceof TopKAccuracy) {
          topTwo.add(evaluator.getAccumulator(EvaluatorTrainingListener.TRAIN_ALL));
        } else if (evaluator instanceof Accuracy) {
          accuracies.add(evaluator.getAccumulator(EvaluatorTrainingListener.TRAIN_ALL));
        }
      }
    }

    @Override
    public void onEpoch(Trainer trainer) {
      epochs.add(Map.copyOf(djl.getLatestEvaluations()));
    }
  }

  @Test
  void everyEvaluatorsValueEqualsDjlsAlsoForOneHotLabels() throws Exception {
    EvaluatorTrainingListener djl = new EvaluatorTrainingListener();
    Seen seen = new Seen(djl);
    NDArray oneHot = manager.arange(32).mod(3).oneHot(3);
    ArrayDataset data =
        new ArrayDataset.Builder()
            .setData(GuestLoop.inputs(manager, 32, 1))
            .optLabels(oneHot)
            .setSampling(8, false)
            .build();
    var config =
        new ai.djl.training.DefaultTrainingConfig(
                Loss.softmaxCrossEntropyLoss("loss", 1, -1, false, true))
            .addEvaluator(new Accuracy());
    try (GuestLoop loop =
        new GuestLoop(GuestLoop.network(), config, djl, seen, recorder().build())) {
      EasyTrain.fit(loop.trainer, 2, data, data);
    }
    try (Recording recording = read()) {
      assertThat(recording.steps()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(recording.info().series())
          .containsExactlyInAnyOrder("validation_loss", "validation_Accuracy");
      for (int step = 1; step <= 8; step++) {
        assertThat(recording.accuracies()[step]).isEqualTo(seen.accuracies.get(step - 1));
      }
      for (int epoch = 1; epoch <= 2; epoch++) {
        Map<String, Float> validated = seen.epochs.get(epoch - 1);
        int frame = 4 * epoch; // of the weights that were validated
        assertThat(recording.series("validation_loss").values()[frame])
            .isEqualTo(validated.get("validate_loss"));
        assertThat(recording.series("validation_Accuracy").values()[frame])
            .isEqualTo(validated.get("validate_Accuracy"));
      }
      assertThat(recording.series("validation_loss").values()[5]).isNaN();
    }
  }

  @Test
  void otherEvaluatorsBecomeSeriesOfTheirNames() throws Exception {
    Seen seen = new Seen(new EvaluatorTrainingListener());
    var config =
        new ai.djl.training.DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
            .addEvaluator(new TopKAccuracy(2))
            .addEvaluator(new Accuracy());
    try (GuestLoop loop =
        new GuestLoop(GuestLoop.network(), config, seen.djl, seen, recorder().build())) {
      EasyTrain.fit(loop.trainer, 1, GuestLoop.dataset(manager, 32), null);
    }
    try (Recording recording = read()) {
      assertThat(recording.info().series()).containsExactly("Top_2_Accuracy");
      for (int step = 1; step <= 4; step++) {
        assertThat(recording.accuracies()[step]).isEqualTo(seen.accuracies.get(step - 1));
        assertThat(recording.series("Top_2_Accuracy").values()[step])
            .isEqualTo(seen.topTwo.get(step - 1));
      }
    }
  }

  @Test
  void trainingThatStopsEarlyIsComplete() throws Exception {
    ArrayDataset data = GuestLoop.dataset(manager, 32);
    EarlyStoppingListener stopping =
        new EarlyStoppingListener.Builder()
            .optMinEpochs(1)
            .optEpochPatience(1)
            .optEarlyStopPctImprovement(99)
            .build();
    try (GuestLoop loop =
        new GuestLoop(
            GuestLoop.network(),
            Networks.config().addTrainingListeners(TrainingListener.Defaults.basic()),
            stopping,
            recorder().build())) {
      loop.trainer.setMetrics(new ai.djl.metric.Metrics());
      loop.trainer.notifyListeners(listener -> listener.onTrainingBegin(loop.trainer));
      EasyTrain.fit(loop.trainer, 10, data, data);
    } catch (EarlyStoppingListener.EarlyStoppedException e) {
      assertThat(e.getStopEpoch()).isEqualTo(2);
    }
    try (Recording recording = read()) {
      assertThat(recording.steps()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.series("validation_loss").values()[8]).isPositive();
    }
  }

  @Test
  void aValidationWithoutAFrameSaysWhichStepWasValidated() throws Exception {
    ArrayDataset data = GuestLoop.dataset(manager, 32);
    try (GuestLoop loop = new GuestLoop(recorder().maxOverhead(1e-9).build())) {
      EasyTrain.fit(loop.trainer, 2, data, data);
      loop.batch(0);
      loop.update();
    }
    try (Recording recording = read()) {
      assertThat(recording.steps()).containsExactly(0, 9);
      assertThat(recording.series("validation_loss").values()[1]).isPositive();
      assertThat(recording.series("validation_step").values()[1]).isEqualTo(8);
    }
  }

  @Test
  void aValidatedEpochAlwaysHasAFrame() throws Exception {
    ArrayDataset data = GuestLoop.dataset(manager, 32);
    try (GuestLoop loop = new GuestLoop(recorder().steps(Schedules.every(100)).build())) {
      EasyTrain.fit(loop.trainer, 2, data, data);
    }
    try (Recording recording = read()) {
      assertThat(recording.steps()).containsExactly(0, 4, 8);
      assertThat(recording.series("validation_loss").values()).doesNotContain(0f);
    }
  }

  @Test
  void anEvaluatorThatFailsIsLeftOut() throws Exception {
    Evaluator failing =
        new Accuracy("broken") {
          @Override
          public void updateAccumulators(
              String[] keys, ai.djl.ndarray.NDList labels, ai.djl.ndarray.NDList predictions) {
            throw new IllegalStateException("cannot evaluate");
          }
        };
    try (GuestLoop loop =
        new GuestLoop(
            GuestLoop.network(), Networks.config().addEvaluator(failing), recorder().build())) {
      loop.batch(0);
      loop.update();
      loop.batch(1);
      loop.update();
    }
    try (Recording recording = read()) {
      assertThat(recording.info().frames()).isEqualTo(3);
      assertThat(recording.accuracies()[2]).isBetween(0f, 1f);
      assertThat(recording.info().series()).isEmpty();
    }
  }
}
