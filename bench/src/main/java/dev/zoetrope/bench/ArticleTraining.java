package dev.zoetrope.bench;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.mxnet.jna.JnaUtils;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.zoetrope.capture.BatchMetrics;
import dev.zoetrope.dataset.ImageSet;
import dev.zoetrope.network.ConvNet;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.training.Minibatches;
import dev.zoetrope.training.TrainingConfiguration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The article's network and what it takes to train it, one step at a time, with the same calls in
 * the same order as a training run makes. Used by one thread.
 */
final class ArticleTraining implements AutoCloseable {

  /** The parts of a step, in their order. */
  enum Phase {
    DATA,
    FORWARD,
    BACKWARD,
    METRICS,
    UPDATE,
    FREE
  }

  /** Stands where a listener does: after the backward pass and before the update. */
  interface Listener {
    void onBatch(Trainer trainer, BatchData batch);
  }

  private final Model model;
  private final Trainer trainer;
  private final Minibatches minibatches;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Runnable wait;
  private final Map<Phase, Long> nanos = new EnumMap<>(Phase.class);
  private int index;
  private long last;

  ArticleTraining(String engineName, ImageSet images, int batchSize) {
    TrainingConfiguration defaults = TrainingConfiguration.builder().build();
    Engine engine = Engine.getEngine(engineName);
    engine.setRandomSeed(1);
    model = Model.newInstance("convnet", Device.cpu(), engineName);
    model.setBlock(ConvNet.create(defaults.activation(), 10));
    trainer =
        model.newTrainer(
            new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(
                    Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(defaults.learningRate()))
                        .build())
                .addEvaluator(new Accuracy()));
    trainer.initialize(new Shape(batchSize, images.channels(), images.height(), images.width()));
    minibatches = new Minibatches(images, batchSize);
    minibatches.shuffle(random);
    // PyTorch has computed when it returns, on the CPU.
    wait = engineName.equals("MXNet") ? JnaUtils::waitAll : () -> {};
  }

  Model model() {
    return model;
  }

  Trainer trainer() {
    return trainer;
  }

  /** Loss and accuracy, which every run computes, recorded or not. */
  static void metrics(Trainer trainer, BatchData batch) {
    BatchMetrics.of(trainer, batch);
  }

  /** Makes one step. */
  void step(Listener listener) {
    last = System.nanoTime();
    Batch batch = nextBatch();
    end(Phase.DATA);
    NDList labels = batch.getLabels();
    NDList predictions;
    try (GradientCollector collector = trainer.newGradientCollector()) {
      predictions = trainer.forward(batch.getData(), labels);
      NDArray loss = trainer.getLoss().evaluate(labels, predictions);
      end(Phase.FORWARD);
      collector.backward(loss);
    }
    end(Phase.BACKWARD);
    Device device = trainer.getDevices()[0];
    listener.onBatch(
        trainer, new BatchData(batch, Map.of(device, labels), Map.of(device, predictions)));
    end(Phase.METRICS);
    trainer.step();
    end(Phase.UPDATE);
    batch.close();
    end(Phase.FREE);
  }

  private Batch nextBatch() {
    if (index == minibatches.count()) {
      minibatches.shuffle(random);
      index = 0;
    }
    return minibatches.get(trainer.getManager(), index++);
  }

  private void end(Phase phase) {
    wait.run();
    long now = System.nanoTime();
    nanos.put(phase, now - last);
    last = now;
  }

  /** Returns how long a part of the latest step took, the listener counted as metrics. */
  double millis(Phase phase) {
    return nanos.get(phase) / 1e6;
  }

  /** Returns how long the latest step took. */
  double stepMillis() {
    return nanos.values().stream().mapToLong(Long::longValue).sum() / 1e6;
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }

  /** The article's probes: the first test image of each class. */
  static Probes probes(ImageSet test) {
    int[] images = Arrays.stream(test.firstOfEachClass()).filter(image -> image >= 0).toArray();
    float[] input = new float[images.length * test.valuesPerImage()];
    long[] labels = new long[images.length];
    for (int i = 0; i < images.length; i++) {
      test.copyTo(images[i], input, i * test.valuesPerImage());
      labels[i] = test.label(images[i]);
    }
    return new Probes(List.of(test.channels(), test.height(), test.width()), input, labels);
  }
}
