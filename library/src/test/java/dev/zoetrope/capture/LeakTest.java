package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.WeightPrecision;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Native arrays that the recorder creates are freed after each step. */
class LeakTest {

  @TempDir private Path folder;

  /** Counts the arrays that the model's and the trainer's memory managers hold. */
  private static final class Counts extends TrainingListenerAdapter {
    final List<Integer> arrays = new ArrayList<>();

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
      NDManager ofModel = trainer.getModel().getNDManager();
      arrays.add(
          ofModel.getManagedArrays().size() + trainer.getManager().getManagedArrays().size());
    }
  }

  private static void train(int epochs, TrainingListener... listeners) throws Exception {
    try (Model model = Networks.model(Networks.nested());
        Trainer trainer = model.newTrainer(Networks.config(listeners))) {
      trainer.initialize(new Shape(Networks.BATCH, 1, 8, 8));
      EasyTrain.fit(trainer, epochs, Networks.dataset(trainer.getManager()), null);
    }
  }

  private ActivationRecorder everything() {
    return ActivationRecorder.to(folder.resolve("a.zarr"))
        .probes(Networks.probes())
        .weights(WeightPrecision.COMPACT)
        .gradientNorms()
        .updateRatios()
        .maxBytesPerFrame(500)
        .build();
  }

  @Test
  void noArraysAreLeaked() throws Exception {
    Counts bareCounts = new Counts();
    train(8, bareCounts);
    Counts recordedCounts = new Counts();
    train(8, everything(), recordedCounts);
    List<Integer> bare = bareCounts.arrays;
    List<Integer> recorded = recordedCounts.arrays;
    assertThat(recorded).hasSize(32);
    List<Integer> more = new ArrayList<>();
    for (int i = 0; i < bare.size(); i++) {
      more.add(recorded.get(i) - bare.get(i));
    }
    assertThat(more).as("arrays beyond those of bare training").containsOnly(more.get(0));
  }

  /** Watches the memory of the whole process, including the engine's. */
  private static final class Memory extends TrainingListenerAdapter {
    final List<Long> residentKilobytes = new ArrayList<>();
    final List<Long> heapKilobytes = new ArrayList<>();

    @Override
    public void onEpoch(Trainer trainer) {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      heapKilobytes.add(runtime.totalMemory() - runtime.freeMemory() >> 10);
      try {
        residentKilobytes.add(
            Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                .sum());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "zoetrope.epochs", matches = "[0-9]+")
  @EnabledOnOs(OS.LINUX)
  void memoryStaysFlat() throws Exception {
    int epochs = Integer.getInteger("zoetrope.epochs");
    Memory memory = new Memory();
    train(epochs, everything(), memory);
    for (int i = 1; i <= 10; i++) {
      int epoch = i * epochs / 10 - 1;
      System.out.printf(
          "step %d: heap %d kB, process %d kB%n",
          (epoch + 1) * Networks.BATCHES,
          memory.heapKilobytes.get(epoch),
          memory.residentKilobytes.get(epoch));
    }
    int settled = epochs / 5;
    assertThat(memory.residentKilobytes.get(epochs - 1))
        .isLessThan(memory.residentKilobytes.get(settled) + 32_000);
    assertThat(memory.heapKilobytes.get(epochs - 1))
        .isLessThan(memory.heapKilobytes.get(settled) + 4_000);
  }
}
