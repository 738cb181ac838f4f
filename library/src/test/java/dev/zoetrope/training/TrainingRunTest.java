package dev.zoetrope.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.network.ConvNet.ActivationFunction;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {

  private static ImageDataset data;

  @TempDir private Path folder;

  @BeforeAll
  static void load() throws IOException {
    ImageDataset mnist = Mnist.load();
    data = new ImageDataset("MNIST", mnist.train().first(300), mnist.test().first(100));
  }

  private static TrainingConfiguration.Builder small() {
    return TrainingConfiguration.builder().epochs(2).batchSize(64);
  }

  @Test
  void recordsEveryLayerAtEveryStep() throws Exception {
    Path path = folder.resolve("a.zarr");
    TrainingRun run = new TrainingRun(data, small().build()).recordTo(path);
    List<TrainingObserver.Step> steps = new ArrayList<>();
    TrainingResult result =
        run.run(
            new TrainingObserver() {
              @Override
              public void onStep(Step step) {
                steps.add(step);
              }
            });
    assertThat(run.steps()).isEqualTo(8);
    assertThat(result.steps()).isEqualTo(8);
    assertThat(result.testAccuracy()).isBetween(0f, 1f);
    assertThat(steps).hasSize(8);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.steps()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(recording.epochs()).containsExactly(0, 1, 1, 1, 1, 2, 2, 2, 2);
      assertThat(recording.losses()[8]).isEqualTo(steps.get(7).loss());
      assertThat(recording.accuracies()[8]).isEqualTo(steps.get(7).accuracy());
      assertThat(recording.info().layers())
          .extracting(Layer::name)
          .containsExactly(
              "conv1", "conv2", "conv3", "conv4", "conv5", "conv6", "dense1", "dense2", "dense3");
      assertThat(recording.info().layer("conv3").shape()).containsExactly(8, 14, 14);
      assertThat(recording.info().layer("conv6").shape()).containsExactly(16, 7, 7);
      assertThat(recording.probes().labels()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }
  }

  @Test
  void theSameSeedGivesTheSameRecordingAndTheRecorderChangesNothing() throws Exception {
    SavedWeights first = new SavedWeights();
    SavedWeights second = new SavedWeights();
    SavedWeights without = new SavedWeights();
    run(folder.resolve("a.zarr"), first);
    run(folder.resolve("b.zarr"), second);
    new TrainingRun(data, small().build()).addListener(without).run(TrainingObserver.NONE);
    assertThat(second.at(8)).isEqualTo(first.at(8));
    assertThat(without.at(8)).isEqualTo(first.at(8));
    String chunk = "layers/conv4/activation/c.0.0.0.0.0";
    assertThat(folder.resolve("a.zarr").resolve(chunk))
        .hasSameBinaryContentAs(folder.resolve("b.zarr").resolve(chunk));
  }

  private static void run(Path path, SavedWeights weights) throws Exception {
    new TrainingRun(data, small().build())
        .addListener(weights)
        .recordTo(path)
        .run(TrainingObserver.NONE);
  }

  @Test
  void storedActivationsAreThoseOfTheWeightsAtThatStep() throws Exception {
    for (Precision precision : List.of(Precision.FLOAT32, Precision.INT8)) {
      Path path = folder.resolve(precision + ".zarr");
      SavedWeights weights = new SavedWeights();
      new TrainingRun(data, small().layers(List.of("conv*")).precision(precision).build())
          .addListener(weights)
          .recordTo(path)
          .run(TrainingObserver.NONE);
      float tolerance = precision == Precision.FLOAT32 ? 0 : 1 / 127f;
      try (Recording recording = Recording.open(path)) {
        for (int frame : new int[] {0, 1, 4, 8}) {
          weights.assertRecomputed(recording, frame, tolerance);
        }
      }
    }
  }

  @Test
  void cancellingLeavesAValidRecordingMarkedIncomplete() throws Exception {
    Path path = folder.resolve("a.zarr");
    TrainingResult result =
        new TrainingRun(data, small().build())
            .recordTo(path)
            .run(
                new TrainingObserver() {
                  private int steps;

                  @Override
                  public boolean cancelled() {
                    return ++steps == 3;
                  }
                });
    assertThat(result.cancelled()).isTrue();
    assertThat(result.steps()).isEqualTo(3);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().complete()).isFalse();
      assertThat(recording.steps()).containsExactly(0, 1, 2);
    }
  }

  @Test
  void recordsEveryNthStepAndTheLast() throws Exception {
    Path path = folder.resolve("a.zarr");
    new TrainingRun(data, small().every(3).build()).recordTo(path).run(TrainingObserver.NONE);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.steps()).containsExactly(0, 3, 6, 8);
      assertThat(recording.info().run().plannedFrames()).isEqualTo(4);
    }
  }

  @Test
  void reluIsTrainedTooAndStoredWithoutABound() throws Exception {
    Path path = folder.resolve("a.zarr");
    new TrainingRun(data, small().activation(ActivationFunction.RELU).build())
        .recordTo(path)
        .run(TrainingObserver.NONE);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().layer("conv1").precision()).isEqualTo(Precision.FLOAT16);
      for (float value : recording.activation("conv1", 8)) {
        assertThat(value).isNotNegative();
      }
    }
  }

  @Test
  void aRunThatCannotBeRecordedStops() throws Exception {
    Files.writeString(folder.resolve("file"), "in the way");
    TrainingRun run =
        new TrainingRun(data, small().build()).recordTo(folder.resolve("file/a.zarr"));
    assertThatThrownBy(() -> run.run(TrainingObserver.NONE)).isInstanceOf(IOException.class);
  }

  @Test
  void anObserverThatThrowsEndsTheRunAndLeavesTheRecordingIncomplete() throws Exception {
    Path path = folder.resolve("a.zarr");
    TrainingObserver throwing =
        new TrainingObserver() {
          @Override
          public void onStep(Step step) {
            if (step.step() == 2) {
              throw new IllegalStateException("seen enough");
            }
          }
        };
    TrainingRun run = new TrainingRun(data, small().durable(true).build()).recordTo(path);
    assertThatThrownBy(() -> run.run(throwing)).hasMessage("seen enough");
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().complete()).isFalse();
      assertThat(recording.steps()).containsExactly(0, 1);
    }
  }

  @Test
  void invalidOptionsAreRefused() {
    assertRefused("epochs must be at least 1", () -> small().epochs(0).build());
    assertRefused("learning rate", () -> small().learningRate(Float.NaN).build());
    assertRefused("device must be", () -> small().device("tpu").build());
    assertRefused(
        "batch size 301 is larger than the 300 training images",
        () -> new TrainingRun(data, small().batchSize(301).build()));
    assertRefused(
        "probe 100 is not one of the test images 0 to 99",
        () -> new TrainingRun(data, small().probes(List.of(100)).build()));
    assertRefused(
        "no layer matches \"conv9\"; the nearest are conv1, ",
        () ->
            new TrainingRun(data, small().layers(List.of("conv*", "conv9")).build())
                .recordTo(folder.resolve("a.zarr"))
                .run(TrainingObserver.NONE));
  }

  private static void assertRefused(
      String message, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void missingEnginesAndDevicesAreNamed() {
    assertThatThrownBy(
            () -> new TrainingRun(data, small().engine("MXNet").build()).run(TrainingObserver.NONE))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageStartingWith("engine MXNet is not on the class path; there is PyTorch");
    assertThatThrownBy(
            () -> new TrainingRun(data, small().device("gpu").build()).run(TrainingObserver.NONE))
        .isInstanceOf(EngineUnavailableException.class)
        .hasMessageContaining("no GPU");
  }
}
