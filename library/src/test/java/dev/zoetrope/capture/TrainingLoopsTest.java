package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A step is an update of the optimizer, whatever the loop around it looks like. */
class TrainingLoopsTest {

  private static final String LAST = "03Linear";

  @TempDir private Path folder;
  private NDManager manager;
  private NDArray probes;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
    probes = GuestLoop.inputs(manager, 2, 77);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private RecorderBuilder recorder() {
    return ActivationRecorder.to(folder.resolve("run.zarr"))
        .probes(probes)
        .precision(Precision.FLOAT32);
  }

  private Recording read(String name) throws IOException {
    return Recording.open(folder.resolve(name));
  }

  private void assertFrames(Recording recording, GuestLoop loop, long... steps) throws Exception {
    assertThat(recording.steps()).isEqualTo(steps);
    for (int frame = 0; frame < steps.length; frame++) {
      assertThat(recording.activation(LAST, frame))
          .as("step " + steps[frame])
          .isEqualTo(loop.expected((int) steps[frame], GuestLoop.network(), probes));
    }
  }

  @Test
  void microBatchesOfOneUpdateGiveOneFrameWithTheirMeanLoss() throws Exception {
    GuestLoop bare = new GuestLoop();
    GuestLoop loop = new GuestLoop(recorder().gradientNorms().updateRatios().build());
    for (GuestLoop each : new GuestLoop[] {bare, loop}) {
      for (int batch = 0; batch < 12; batch++) {
        each.batch(batch);
        if (batch % 4 == 3) {
          each.update();
        }
      }
      each.close();
    }
    assertThat(loop.saved.get(3)).isEqualTo(bare.saved.get(3));
    try (Recording recording = read("run.zarr")) {
      assertFrames(recording, loop, 0, 1, 2, 3);
      assertThat(recording.losses()[1])
          .isCloseTo((float) mean(loop.losses.subList(0, 4)), within(1e-6f));
      assertThat(recording.losses()[3])
          .isCloseTo((float) mean(loop.losses.subList(8, 12)), within(1e-6f));
      assertThat(recording.series("gradient_norm").column("03Linear/weight")[2]).isPositive();
      assertThat(recording.series("update_ratio").column("03Linear/weight")[3]).isPositive();
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.info().ending()).contains("ended after 3 updates");
    }
  }

  private static double mean(java.util.List<Float> values) {
    return values.stream().mapToDouble(Float::doubleValue).average().orElseThrow();
  }

  @Test
  void batchesReportedAfterTheirUpdateHaveItsStepNumber() throws Exception {
    GuestLoop loop = new GuestLoop(recorder().build());
    for (int batch = 0; batch < 3; batch++) {
      TrainingListener.BatchData data = loop.forwardAndBackward(batch);
      loop.update();
      loop.report(data);
    }
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertFrames(recording, loop, 1, 2, 3);
      assertThat(recording.losses()).containsExactly(floats(loop.losses));
      assertThat(recording.epochs()).containsExactly(1, 1, 1);
      assertThat(recording.info().complete()).isTrue();
    }
  }

  @Test
  void theFirstAndTheLastFrameAreTakenEvenWithoutTime() throws Exception {
    for (boolean after : new boolean[] {false, true}) {
      GuestLoop loop = new GuestLoop(recorder().numbered().maxOverhead(1e-9).build());
      for (int batch = 0; batch < 6; batch++) {
        TrainingListener.BatchData data = loop.forwardAndBackward(batch);
        if (after) {
          loop.update();
          loop.report(data);
        } else {
          loop.report(data);
          loop.update();
        }
      }
      loop.close();
      try (Recording recording = read(after ? "run-2.zarr" : "run.zarr")) {
        assertFrames(recording, loop, after ? 1 : 0, 6);
        assertThat(recording.losses()[1]).isEqualTo(loop.losses.get(5));
        assertThat(recording.info().complete()).isTrue();
        assertThat(recording.info().run().details().get("overhead").toString())
            .startsWith("2 frames of %d steps".formatted(after ? 6 : 7));
      }
    }
  }

  @Test
  void unreportedUpdatesCountToo() throws Exception {
    GuestLoop loop = new GuestLoop(recorder().build());
    for (int batch = 0; batch < 3; batch++) {
      loop.batch(2 * batch);
      loop.update();
      loop.forwardAndBackward(2 * batch + 1); // only every second batch is reported
      loop.update();
    }
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertFrames(recording, loop, 0, 2, 4, 6);
    }
  }

  @Test
  void batchesReportedBeforeTheirBackwardPassBelongToTheNextUpdate() throws Exception {
    GuestLoop loop = new GuestLoop(recorder().gradientNorms().build());
    for (int batch = 0; batch < 3; batch++) {
      loop.forwardReportAndBackward(batch); // with a gradient collector open
      loop.update();
    }
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertFrames(recording, loop, 0, 1, 2, 3);
      assertThat(Arrays.copyOfRange(recording.losses(), 1, 4)).containsExactly(floats(loop.losses));
      assertThat(recording.series("gradient_norm").values()).containsOnly(Float.NaN);
    }
  }

  @Test
  void microBatchesMayBeReportedAfterTheUpdateToo() throws Exception {
    GuestLoop loop = new GuestLoop(recorder().build());
    for (int batch = 0; batch < 4; batch++) {
      TrainingListener.BatchData data = loop.forwardAndBackward(batch);
      if (batch % 2 == 1) {
        loop.update();
      }
      loop.report(data);
    }
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertFrames(recording, loop, 0, 1, 2);
      assertThat(recording.losses()[2])
          .isCloseTo((float) mean(loop.losses.subList(2, 4)), within(1e-6f));
    }
  }

  private static float[] floats(java.util.List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return array;
  }

  @Test
  void updatesMadeByHandAreDetected() throws Exception {
    GuestLoop loop = new GuestLoop(recorder().build());
    for (int batch = 0; batch < 3; batch++) {
      loop.batch(batch);
      for (Parameter parameter : loop.model.getBlock().getParameters().values()) {
        NDArray gradient = parameter.getArray().getGradient();
        parameter.getArray().subi(gradient.mul(0.1));
        gradient.subi(gradient);
      }
      loop.saved.add(loop.parameters());
    }
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertFrames(recording, loop, 0, 1, 2, 3);
    }
  }

  @Test
  void anUpdateOfASingleWeightByHandIsDetected() throws Exception {
    Block wide =
        new SequentialBlock()
            .add(Linear.builder().setUnits(100).build())
            .add(Linear.builder().setUnits(3).build());
    GuestLoop loop = new GuestLoop(wide, Networks.config(), recorder().build());
    NDArray weight = wide.getParameters().valueAt(0).getArray();
    for (int batch = 0; batch < 3; batch++) {
      loop.batch(batch);
      weight.set(new NDIndex("{}, 1", 37 * batch + 5), 0.5f);
    }
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertThat(recording.steps()).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void parametersFrozenDuringTrainingHaveNoGradientsAnyMore() throws Exception {
    GuestLoop loop = new GuestLoop(recorder().gradientNorms().build());
    for (int batch = 0; batch < 4; batch++) {
      if (batch == 2) {
        loop.model.getBlock().getChildren().get(0).getValue().freezeParameters(true);
      }
      loop.batch(batch);
      loop.update();
    }
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertFrames(recording, loop, 0, 1, 2, 3, 4);
      float[] norms = recording.series("gradient_norm").column("01Linear/weight");
      assertThat(norms[2]).isPositive();
      assertThat(norms[3]).isNaN();
      assertThat(recording.series("gradient_norm").column("03Linear/weight")[4]).isPositive();
    }
  }

  @Test
  void anUpdateThatChangesNothingIsAnUpdate() throws Exception {
    Optimizer still = Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0)).build();
    GuestLoop loop =
        new GuestLoop(
            GuestLoop.network(), Networks.config().optOptimizer(still), recorder().build());
    for (int batch = 0; batch < 3; batch++) {
      loop.batch(batch);
      loop.update();
    }
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertThat(recording.steps()).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void alternatingTrainersGetSeparateRecordings() throws Exception {
    ActivationRecorder recorder = recorder().build();
    GuestLoop generator = new GuestLoop(recorder);
    GuestLoop critic = new GuestLoop(recorder);
    int clipped = 0;
    for (int batch = 0; batch < 4; batch++) {
      critic.batch(batch);
      critic.update();
      for (Block child : critic.model.getBlock().getChildren().values()) {
        if (child instanceof Linear linear) {
          clipped++;
          clip(linear);
        }
      }
      critic.saved.set(critic.saved.size() - 1, critic.parameters());
      if (batch % 2 == 1) {
        generator.batch(batch);
        generator.update();
      }
    }
    generator.close();
    critic.close();
    recorder.close();
    assertThat(clipped).isEqualTo(8);
    try (Recording first = read("run.zarr");
        Recording second = read("run-2.zarr")) {
      assertFrames(first, critic, 0, 1, 2, 3, 4);
      assertFrames(second, generator, 0, 1, 2);
    }
  }

  private static void clip(Linear linear) {
    for (Parameter parameter : linear.getParameters().values()) {
      try (NDArray clipped = parameter.getArray().clip(-0.1, 0.1)) {
        parameter.getArray().set(clipped.toFloatArray());
      }
    }
  }

  @Test
  void eachTrialOfASearchGetsARecording() throws Exception {
    ActivationRecorder recorder = recorder().build();
    for (int trial = 1; trial <= 3; trial++) {
      GuestLoop loop = new GuestLoop(recorder);
      for (int batch = 0; batch < trial; batch++) {
        loop.batch(batch);
        loop.update();
      }
      loop.close();
      try (Recording recording = read(trial == 1 ? "run.zarr" : "run-" + trial + ".zarr")) {
        assertThat(recording.info().frames()).isEqualTo(trial + 1);
        assertThat(recording.info().complete()).isTrue();
      }
    }
    recorder.close();
  }

  @Test
  void aReplacedHeadIsRecordedAsItIsNow() throws Exception {
    SequentialBlock network = (SequentialBlock) GuestLoop.network();
    GuestLoop loop = new GuestLoop(network, Networks.config(), recorder().build());
    loop.batch(0);
    loop.update();
    loop.batch(1);
    loop.update();
    network.removeLastBlock();
    network.add(Linear.builder().setUnits(GuestLoop.CLASSES).build());
    network
        .getChildren()
        .valueAt(2)
        .initialize(
            loop.model.getNDManager(),
            ai.djl.ndarray.types.DataType.FLOAT32,
            new ai.djl.ndarray.types.Shape(GuestLoop.BATCH, 5));
    loop.saved.set(2, loop.parameters());
    loop.batch(2);
    loop.update();
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertFrames(recording, loop, 0, 1, 2, 3);
      assertThat(recording.info().leftOut()).isEmpty();
    }
  }

  @Test
  void trainingThatFailsInsideABatchIsIncomplete() throws Exception {
    GuestLoop loop = new GuestLoop(recorder().build());
    loop.batch(0);
    loop.update();
    loop.batch(1); // and then something throws
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertFrames(recording, loop, 0, 1);
      assertThat(recording.info().complete()).isFalse();
      assertThat(recording.info().ending()).contains("ended inside a batch, after 1 update");
    }
  }

  @Test
  void easyTrainThatFailsBetweenBatchesIsIncomplete() throws Exception {
    int[] batches = {0};
    TrainingListener failing =
        new TrainingListenerAdapter() {
          @Override
          public void onTrainingBatch(Trainer trainer, BatchData data) {
            if (++batches[0] == 3) {
              throw new IllegalStateException("diverged");
            }
          }
        };
    try (GuestLoop loop = new GuestLoop(failing, recorder().build())) {
      assertThatThrownBy(() -> EasyTrain.fit(loop.trainer, 1, GuestLoop.dataset(manager, 64), null))
          .hasMessage("diverged");
    }
    try (Recording recording = read("run.zarr")) {
      assertThat(recording.steps()).containsExactly(0, 1, 2);
      assertThat(recording.info().complete()).isFalse();
      assertThat(recording.info().ending()).contains("ended inside epoch 1, after 2 updates");
    }
  }

  @Test
  void aRunThatIsShorterThanPlannedSaysSo() throws Exception {
    GuestLoop loop = new GuestLoop(recorder().plannedFrames(6).build());
    loop.batch(0);
    loop.update();
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertThat(recording.info().complete()).isFalse();
      assertThat(recording.info().ending())
          .contains("ended after 1 update, with 2 of 6 planned frames");
    }
  }

  @Test
  void closingTheRecorderBeforeTheTrainerIsReported() throws Exception {
    ActivationRecorder recorder = recorder().build();
    GuestLoop loop = new GuestLoop(recorder);
    loop.batch(0);
    loop.update();
    loop.batch(1);
    recorder.close();
    loop.update();
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertFrames(recording, loop, 0, 1);
      assertThat(recording.info().complete()).isFalse();
      assertThat(recording.info().ending())
          .contains("closed after 1 update, before training ended");
    }
  }

  @Test
  void aLoopThatCallsNoListenersIsReported() throws Exception {
    ActivationRecorder recorder = recorder().build();
    GuestLoop loop = new GuestLoop(recorder);
    for (Batch batch : loop.trainer.iterateDataset(GuestLoop.dataset(manager, 16))) {
      loop.forwardAndBackward(0);
      loop.update();
      batch.close();
    }
    loop.close();
    assertThat(recorder.failure()).isPresent();
    assertThatThrownBy(recorder::close)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("onTrainingBatch was never called")
        .hasMessageContaining("before trainer.step()");
    assertThat(folder.resolve("run.zarr")).doesNotExist();
  }

  @Test
  void updatesAreCountedByTheHeadIfTheBodyIsFrozen() throws Exception {
    Block network = GuestLoop.network();
    GuestLoop loop = new GuestLoop(network, Networks.config(), recorder().build());
    network.getChildren().valueAt(0).freezeParameters(true);
    for (int batch = 0; batch < 3; batch++) {
      loop.batch(batch);
      loop.update();
    }
    loop.close();
    try (Recording recording = read("run.zarr")) {
      assertFrames(recording, loop, 0, 1, 2, 3);
      assertThat(recording.activation("01Linear", 3))
          .isEqualTo(recording.activation("01Linear", 0));
      assertThat(Arrays.equals(recording.activation(LAST, 3), recording.activation(LAST, 0)))
          .isFalse();
    }
  }
}
