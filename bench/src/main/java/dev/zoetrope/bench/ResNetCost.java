package dev.zoetrope.bench;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListenerAdapter;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import ai.djl.translate.Batchifier;
import dev.zoetrope.bench.RecordingCost.Blocks;
import dev.zoetrope.bench.RecordingCost.Time;
import dev.zoetrope.bench.RecordingCost.Watch;
import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.capture.RecorderBuilder;
import dev.zoetrope.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What it costs to record every convolution of ResNet-18 at 32×32 for ten probes, and whether
 * memory grows. Blocks of steps are recorded and not recorded in turn.
 *
 * <p>Arguments: steps, batch size, steps a block, the first of which is not counted; a block of 0
 * records every step, for one probe, and tells memory only. A fourth argument, such as 0.02, is the
 * share of time by which recording may slow training: the recorder then leaves out frames.
 */
public final class ResNetCost {

  private static final int PROBES = 10;

  /** Fewer where memory is watched over thousands of steps, which would fill the disk else. */
  private static final int PROBES_FOR_MEMORY = 1;

  private static final int CLASSES = 10;

  /** Steps at the beginning of a block during which frames of the block before may be encoded. */
  private static final int SETTLING = 1;

  private ResNetCost() {}

  /** Trains on noise, since what is learnt does not matter here, and prints. */
  public static void main(String[] arguments) throws Exception {
    int steps = Integer.parseInt(arguments[0]);
    int batchSize = Integer.parseInt(arguments[1]);
    int block = Integer.parseInt(arguments[2]);
    OptionalDouble maxOverhead =
        arguments.length > 3
            ? OptionalDouble.of(Double.parseDouble(arguments[3]))
            : OptionalDouble.empty();
    Blocks blocks = measure(steps, batchSize, block, maxOverhead);
    if (block > 0) {
      RecordingCost.print(blocks, block, SETTLING);
    }
  }

  /** Lets a recorder hear of a training only at times. */
  private static final class Blinkers extends TrainingListenerAdapter {
    private final ActivationRecorder recorder;
    private boolean open;

    Blinkers(ActivationRecorder recorder) {
      this.recorder = recorder;
    }

    @Override
    public void onTrainingBegin(Trainer trainer) {
      recorder.onTrainingBegin(trainer);
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
      if (open) {
        recorder.onTrainingBatch(trainer, batchData);
      }
    }

    @Override
    public void onTrainingEnd(Trainer trainer) {
      recorder.onTrainingEnd(trainer);
    }
  }

  static Blocks measure(int steps, int batchSize, int block, OptionalDouble maxOverhead)
      throws IOException {
    Path directory = Files.createTempDirectory("zoetrope-bench");
    Blocks blocks = new Blocks(new ArrayList<>(), new ArrayList<>());
    try (Model model = Model.newInstance("resnet", Device.cpu(), "PyTorch")) {
      model.setBlock(
          ResNetV1.builder()
              .setImageShape(new Shape(3, 32, 32))
              .setNumLayers(18)
              .setOutSize(CLASSES)
              .build());
      NDManager manager = model.getNDManager();
      RecorderBuilder builder =
          ActivationRecorder.to(directory)
              .probes(
                  manager.randomNormal(
                      new Shape(block == 0 ? PROBES_FOR_MEMORY : PROBES, 3, 32, 32)))
              .layers(dev.zoetrope.hooks.BlockSelector.ofType(Convolution.class))
              .steps(step -> maxOverhead.isPresent() || isRecorded(step, block));
      maxOverhead.ifPresent(builder::maxOverhead);
      ActivationRecorder recorder = builder.build();
      Blinkers blinkers = new Blinkers(recorder);
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
              .optDevices(new Device[] {Device.cpu()})
              .optOptimizer(Adam.builder().build())
              .addTrainingListeners(blinkers);
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(batchSize, 3, 32, 32));
        Watch watch = new Watch();
        for (int step = 0; step < steps; step++) {
          blinkers.open = maxOverhead.isEmpty() || isRecorded(step, block);
          watch.lap();
          train(trainer, batchSize);
          Time time = watch.lap();
          if (block > 0 && step >= 2 * block) {
            List<List<Time>> side = isRecorded(step, block) ? blocks.recorded() : blocks.bare();
            if (step % block == 0) {
              side.add(new ArrayList<>());
            }
            if (step % block >= SETTLING) {
              side.get(side.size() - 1).add(time);
            }
          }
          if ((step + 1) % Math.max(1, steps / 10) == 0) {
            printMemory(step + 1);
          }
        }
      }
      recorder.close();
    } finally {
      FileTree.delete(directory);
    }
    return blocks;
  }

  private static boolean isRecorded(long step, int block) {
    return block == 0 || step / block % 2 == 0;
  }

  private static void train(Trainer trainer, int batchSize) {
    NDManager manager = trainer.getManager().newSubManager();
    NDArray images = manager.randomNormal(new Shape(batchSize, 3, 32, 32));
    NDArray labels = manager.arange(batchSize).mod(CLASSES);
    try (Batch batch =
        new Batch(
            manager,
            new NDList(images),
            new NDList(labels),
            batchSize,
            Batchifier.STACK,
            Batchifier.STACK,
            0,
            1)) {
      EasyTrain.trainBatch(trainer, batch);
      trainer.step();
    }
  }

  /** Prints the heap after a collection, and what the whole process has of the machine's memory. */
  private static void printMemory(int step) throws IOException {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    Path status = Path.of("/proc/self/status");
    String resident =
        Files.exists(status)
            ? Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .findFirst()
                .map(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024 + " MiB")
                .orElse("unknown")
            : "unknown";
    System.out.printf(
        Locale.ROOT,
        "step %d: heap %d MiB, process %s%n",
        step,
        runtime.totalMemory() - runtime.freeMemory() >> 20,
        resident);
  }
}
