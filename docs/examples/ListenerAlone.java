package examples;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.ImageSet;
import dev.zoetrope.dataset.Mnist;
import java.nio.file.Path;

/**
 * A program that trains a multilayer perceptron with {@code EasyTrain.fit}, and the two lines that
 * record it.
 */
public final class ListenerAlone {

  private ListenerAlone() {}

  /** Arguments: the recording to make, epochs, number of training images. */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    int epochs = Integer.parseInt(arguments[1]);
    ImageDataset mnist = Mnist.load();
    ImageSet train = mnist.train().first(Integer.parseInt(arguments[2]));

    try (Model model = Model.newInstance("mlp", "PyTorch")) {
      model.setBlock(
          new SequentialBlock()
              .add(Blocks.batchFlattenBlock(28 * 28))
              .add(Linear.builder().setUnits(128).build())
              .add(Activation.reluBlock())
              .add(Linear.builder().setUnits(64).build())
              .add(Activation.reluBlock())
              .add(Linear.builder().setUnits(10).build()));
      NDManager manager = model.getNDManager();
      NDArray images = MnistData.array(manager, mnist.test(), 10);
      Loss loss = Loss.softmaxCrossEntropyLoss();

      // show: listener
      var recorder = ActivationRecorder.to(path).probes(images).layers("**/linear").build();
      var config = new DefaultTrainingConfig(loss).addTrainingListeners(recorder);
      // end
      config.addEvaluator(new Accuracy()).addTrainingListeners(TrainingListener.Defaults.basic());

      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(1, 28 * 28));
        EasyTrain.fit(
            trainer,
            epochs,
            MnistData.dataset(manager, train, 64),
            MnistData.dataset(manager, mnist.test().first(200), 100));
      }
    }
  }
}
