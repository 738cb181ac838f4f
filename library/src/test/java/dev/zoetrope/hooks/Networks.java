package dev.zoetrope.hooks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Adam;
import dev.zoetrope.recording.Probes;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * A network with everything that makes it hard not to disturb training, and data to train it on.
 */
public final class Networks {

  public static final int BATCH = 8;
  public static final int BATCHES = 4;
  public static final Shape INPUT = new Shape(1, 8, 8);

  private Networks() {}

  public static Block nested() {
    return new SequentialBlock()
        .add(
            new SequentialBlock()
                .add(conv())
                .add(BatchNorm.builder().build())
                .add(Activation.tanhBlock()))
        .add(conv())
        .add(Activation.reluBlock())
        .add(Dropout.builder().optRate(0.3f).build())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(3).build());
  }

  private static Block conv() {
    return Conv2d.builder()
        .setFilters(2)
        .setKernelShape(new Shape(3, 3))
        .optPadding(new Shape(1, 1))
        .build();
  }

  public static Model model(Block block) {
    Model model = Model.newInstance("test", Device.cpu(), "PyTorch");
    model.getNDManager().getEngine().setRandomSeed(42);
    model.setBlock(block);
    return model;
  }

  public static DefaultTrainingConfig config(TrainingListener... listeners) {
    return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
        .optDevices(new Device[] {Device.cpu()})
        .optOptimizer(Adam.builder().build())
        .addEvaluator(new Accuracy())
        .addTrainingListeners(listeners);
  }

  /** Returns fixed data in a fixed order, so that it needs no random numbers. */
  public static ArrayDataset dataset(NDManager manager) {
    NDArray images = manager.create(wave(BATCH * BATCHES, 0), INPUT_BATCH);
    NDArray labels = manager.arange(BATCH * BATCHES).mod(3);
    return new ArrayDataset.Builder()
        .setData(images)
        .optLabels(labels)
        .setSampling(BATCH, false)
        .build();
  }

  private static final Shape INPUT_BATCH = new Shape(BATCH * BATCHES, 1, 8, 8);

  public static Probes probes() {
    return new Probes(List.of(1, 8, 8), wave(2, 7), new long[] {0, 1});
  }

  private static float[] wave(int images, int phase) {
    float[] pixels = new float[images * 64];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (float) Math.sin(i * 0.37 + phase);
    }
    return pixels;
  }

  public static byte[] parameters(Block block) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    block.saveParameters(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
