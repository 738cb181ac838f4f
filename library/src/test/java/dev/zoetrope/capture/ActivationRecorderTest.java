package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Recording;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ActivationRecorderTest {

  private static final int EPOCHS = 2;
  private static final int STEPS = EPOCHS * Networks.BATCHES;

  @TempDir private Path folder;

  /** Trains as a typical DJL program does, and returns the final parameters. */
  static byte[] train(TrainingListener... listeners) throws Exception {
    Block block = Networks.nested();
    try (Model model = Networks.model(block)) {
      try (Trainer trainer = model.newTrainer(Networks.config(listeners))) {
        trainer.initialize(new Shape(Networks.BATCH, 1, 8, 8));
        EasyTrain.fit(trainer, EPOCHS, Networks.dataset(trainer.getManager()), null);
      }
      return Networks.parameters(block);
    }
  }

  private RecorderBuilder recorder(String name) {
    return ActivationRecorder.to(folder.resolve(name)).probes(Networks.probes());
  }

  /** Keeps the parameters that each frame was taken with: those before each update. */
  private static final class ParametersOfEachStep extends TrainingListenerAdapter {
    final List<byte[]> saved = new ArrayList<>();

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
      save(trainer);
    }

    @Override
    public void onTrainingEnd(Trainer trainer) {
      save(trainer);
    }

    private void save(Trainer trainer) {
      try {
        saved.add(Networks.parameters(trainer.getModel().getBlock()));
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Test
  void trainingEndsWithTheSameWeightsWithARecorder() throws Exception {
    byte[] without = train();
    assertThat(train()).as("training is repeatable").isEqualTo(without);
    assertThat(train(recorder("a.zarr").build())).isEqualTo(without);
  }

  @Test
  void everyFrameHoldsTheActivationsOfThatStepsWeights() throws Exception {
    ParametersOfEachStep parameters = new ParametersOfEachStep();
    train(parameters, recorder("a.zarr").precision(Precision.FLOAT32).build());
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.steps()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(recording.epochs()).containsExactly(0, 1, 1, 1, 1, 2, 2, 2, 2);
      assertThat(recording.losses()[0]).isNaN();
      assertThat(recording.losses()[STEPS]).isLessThan(recording.losses()[1]);
      assertThat(recording.accuracies()[STEPS]).isBetween(0f, 1f);
      assertThat(recording.info().layers())
          .extracting(Layer::name)
          .contains("01SequentialBlock/01Conv2d", "04Dropout", "06Linear")
          .doesNotContain("01SequentialBlock");
      for (int step = 0; step <= STEPS; step++) {
        assertRecomputed(recording, step, parameters.saved.get(step));
      }
    }
  }

  private static void assertRecomputed(Recording recording, int frame, byte[] parameters)
      throws Exception {
    Block block = Networks.nested();
    try (Model model = Networks.model(block);
        NDManager manager = model.getNDManager().newSubManager()) {
      block.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(parameters)));
      ParameterStore store = new ParameterStore(manager, false);
      NDList input = new NDList(manager.create(Networks.probes().input(), new Shape(2, 1, 8, 8)));
      NDArray output = block.forward(store, input, false).singletonOrThrow();
      assertThat(recording.activation("06Linear", frame)).isEqualTo(output.toFloatArray());
      NDArray inner =
          block.getChildren().valueAt(0).forward(store, input, false).singletonOrThrow();
      assertThat(recording.activation("01SequentialBlock/03LambdaBlock", frame))
          .isEqualTo(inner.toFloatArray());
    }
  }

  @Test
  void boundedActivationsAreStoredAsInt8AndOthersAsFloat16() throws Exception {
    train(recorder("a.zarr").layers("**/lambda*", "linear", "SequentialBlock").build());
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      Layer tanh = recording.info().layer("01SequentialBlock/03LambdaBlock");
      assertThat(tanh.precision()).isEqualTo(Precision.INT8);
      assertThat(tanh.bound()).isEqualTo(OptionalDouble.of(1));
      assertThat(tanh.type()).isEqualTo("Tanh");
      Layer whole = recording.info().layer("01SequentialBlock");
      assertThat(whole.type()).isEqualTo("Conv2d + BatchNorm + Tanh");
      assertThat(whole.bound()).isEqualTo(OptionalDouble.of(1));
      assertThat(recording.info().layer("03LambdaBlock").precision()).isEqualTo(Precision.FLOAT16);
      assertThat(recording.info().layer("06Linear").shape()).containsExactly(3);
    }
  }

  @Test
  void recordsChosenSteps() throws Exception {
    train(recorder("a.zarr").steps(step -> step % 3 == 1).build());
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.steps()).containsExactly(1, 4, 7);
    }
  }

  @Test
  void nothingIsComputedAfterTheLastRecordedLayer() throws Exception {
    int[] passes = {0};
    Block counted =
        new LambdaBlock(
            inputs -> {
              if (inputs.head().getShape().get(0) == Networks.probes().count()) {
                passes[0]++;
              }
              return inputs;
            },
            "counted");
    Block block = ((SequentialBlock) Networks.nested()).add(counted);
    try (Model model = Networks.model(block);
        Trainer trainer =
            model.newTrainer(Networks.config(recorder("a.zarr").layers("01*/01*").build()))) {
      trainer.initialize(new Shape(Networks.BATCH, 1, 8, 8));
      EasyTrain.fit(trainer, 1, Networks.dataset(trainer.getManager()), null);
    }
    assertThat(passes[0]).as("full passes to discover the layers").isEqualTo(3);
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.info().frames()).isEqualTo(Networks.BATCHES + 1);
    }
  }

  @Test
  void theNetworkIsUnhookedBetweenPassesAndNoThreadRemains() throws Exception {
    Block block = Networks.nested();
    List<Block> before = block.getChildren().values();
    try (Model model = Networks.model(block)) {
      try (Trainer trainer = model.newTrainer(Networks.config(recorder("a.zarr").build()))) {
        trainer.initialize(new Shape(Networks.BATCH, 1, 8, 8));
        EasyTrain.fit(trainer, 1, Networks.dataset(trainer.getManager()), null);
        assertThat(block.getChildren().values()).isEqualTo(before);
        assertThat(threads()).isOne();
      }
      assertThat(block.getChildren().values()).isEqualTo(before);
      assertThat(threads()).isZero();
    }
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("zoetrope"))
        .count();
  }

  @Test
  void aFailedWriteEndsRecordingButNotTraining() throws Exception {
    Files.writeString(folder.resolve("file"), "in the way");
    ActivationRecorder recorder = recorder("file/a.zarr").build();
    assertThat(train(recorder)).isEqualTo(train());
    assertThat(recorder.failure()).get().isInstanceOf(IOException.class);
    assertThatThrownBy(recorder::close).isSameAs(recorder.failure().orElseThrow());
  }

  @Test
  void closingBeforeTheEndLeavesAnIncompleteRecording() throws Exception {
    ActivationRecorder recorder = recorder("a.zarr").build();
    TrainingListener closer =
        new TrainingListenerAdapter() {
          @Override
          public void onEpoch(Trainer trainer) {
            try {
              recorder.close();
            } catch (IOException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    assertThat(train(recorder, closer)).isEqualTo(train());
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.info().complete()).isFalse();
      assertThat(recording.info().frames()).isEqualTo(Networks.BATCHES);
    }
  }
}
