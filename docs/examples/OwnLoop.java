package examples;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.capture.ReduceBy;
import dev.zoetrope.capture.Schedules;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.recording.WeightPrecision;
import java.nio.file.Path;
import java.util.Map;

/**
 * Records a hand-written training loop, without EasyTrain. Besides activations it records weights,
 * gradients and the learning rate.
 */
public final class OwnLoop {

  private OwnLoop() {}

  /** Arguments: directory to record into, epochs, training images to use. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    int epochs = Integer.parseInt(arguments[1]);
    ImageDataset mnist = Mnist.load();

    try (Model model = Model.newInstance("own-loop", "PyTorch")) {
      NDManager manager = model.getNDManager();
      model.setBlock(network());
      ArrayDataset dataset =
          MnistData.dataset(manager, mnist.train().first(Integer.parseInt(arguments[2])), 64);
      NDArray images = MnistData.array(manager, mnist.test(), 10);

      // show: more
      ActivationRecorder recorder =
          ActivationRecorder.to(directory)
              .probes(images)
              .weights(WeightPrecision.EXACT) // all parameters, at each frame, as float32
              .gradientNorms() // series gradient_norm, a column for each parameter
              .updateRatios() // series update_ratio
              .steps(Schedules.logarithmic(10)) // steps 0, 1, 2, …, 10, 13, 16, 20, …
              .maxBytesPerFrame(100_000, ReduceBy.POOLING)
              .build();
      // end
      float rate = 0.1f;
      Loss loss = Loss.softmaxCrossEntropyLoss();
      DefaultTrainingConfig config =
          new DefaultTrainingConfig(loss)
              .optOptimizer(Optimizer.sgd().setLearningRateTracker(Tracker.fixed(rate)).build())
              .addTrainingListeners(recorder);
      // show: loop
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(1, 1, 28, 28));
        for (int epoch = 0; epoch < epochs; epoch++) {
          for (Batch batch : trainer.iterateDataset(dataset)) {
            NDList labels = batch.getLabels();
            NDList predictions;
            try (GradientCollector collector = trainer.newGradientCollector()) {
              predictions = trainer.forward(batch.getData(), labels);
              collector.backward(loss.evaluate(labels, predictions));
            }
            Device device = trainer.getDevices()[0];
            BatchData data =
                new BatchData(batch, Map.of(device, labels), Map.of(device, predictions));
            trainer.notifyListeners(listener -> listener.onTrainingBatch(trainer, data));
            trainer.step();
            recorder.scalar("lr", rate); // belongs to the next frame
            batch.close();
          }
          trainer.notifyListeners(listener -> listener.onEpoch(trainer));
        }
      } // takes the last frame
      // end
    }
  }

  private static SequentialBlock network() {
    return new SequentialBlock()
        .add(Conv2d.builder().setFilters(8).setKernelShape(new Shape(3, 3)).build())
        .add(Activation.reluBlock())
        .add(Blocks.batchFlattenBlock())
        .add(Linear.builder().setUnits(10).build());
  }
}
