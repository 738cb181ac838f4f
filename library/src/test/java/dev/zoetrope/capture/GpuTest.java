package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.WeightPrecision;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Training on one GPU and on several. Skipped if there are too few: DJL treats all CPUs as one
 * device, so several devices need GPUs.
 */
class GpuTest {

  @TempDir private Path folder;

  private static Device[] gpus(int count) {
    Assumptions.assumeTrue(
        Engine.getEngine("PyTorch").getGpuCount() >= count, "there are not " + count + " GPUs");
    Device[] devices = new Device[count];
    for (int i = 0; i < count; i++) {
      devices[i] = Device.gpu(i);
    }
    return devices;
  }

  private static byte[] train(Device[] devices, TrainingListener... listeners) throws Exception {
    Block block = Networks.nested();
    try (Model model = Networks.model(block)) {
      try (Trainer trainer = model.newTrainer(Networks.config(listeners).optDevices(devices))) {
        trainer.initialize(new Shape(Networks.BATCH, 1, 8, 8));
        EasyTrain.fit(trainer, 2, Networks.dataset(trainer.getManager()), null);
      }
      return Networks.parameters(block);
    }
  }

  private ActivationRecorder recorder(String name) {
    return ActivationRecorder.to(folder.resolve(name))
        .probes(Networks.probes())
        .precision(Precision.FLOAT32)
        .weights(WeightPrecision.COMPACT)
        .gradientNorms()
        .updateRatios()
        .build();
  }

  @Test
  void theFirstFrameIsTheSameAsOnTheCpu() throws Exception {
    train(gpus(1), recorder("gpu.zarr"));
    train(new Device[] {Device.cpu()}, recorder("cpu.zarr"));
    try (Recording gpu = Recording.open(folder.resolve("gpu.zarr"));
        Recording cpu = Recording.open(folder.resolve("cpu.zarr"))) {
      assertThat(gpu.steps()).isEqualTo(cpu.steps());
      assertThat(gpu.activation("06Linear", 0))
          .containsExactly(cpu.activation("06Linear", 0), within(1e-4f));
      assertThat(gpu.weights(8)).isNotEqualTo(gpu.weights(0));
    }
  }

  @Test
  void severalDevicesGiveOneFramePerStepAndTheSameWeights() throws Exception {
    Device[] devices = gpus(2);
    assertThat(train(devices, recorder("two.zarr"))).isEqualTo(train(devices));
    try (Recording recording = Recording.open(folder.resolve("two.zarr"))) {
      assertThat(recording.steps()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8);
      assertThat(recording.series("gradient_norm").column("06Linear/weight")[8]).isPositive();
    }
  }
}
