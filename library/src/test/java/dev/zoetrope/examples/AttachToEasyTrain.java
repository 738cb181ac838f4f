package dev.zoetrope.examples;

import ai.djl.Model;
import ai.djl.basicmodelzoo.basic.Mlp;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
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
 * A typical DJL program that trains a multilayer perceptron on MNIST with {@code EasyTrain.fit},
 * and the two lines that record it.
 */
public final class AttachToEasyTrain {

  private AttachToEasyTrain() {}

  /** Arguments: directory to record into, epochs, training images to use. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[0]);
    int epochs = Integer.parseInt(arguments[1]);
    ImageDataset mnist = Mnist.load();
    ImageSet train = mnist.train().first(Integer.parseInt(arguments[2]));

    try (Model model = Model.newInstance("mlp", "PyTorch")) {
      model.setBlock(new Mlp(28 * 28, 10, new int[] {128, 64}));
      NDManager manager = model.getNDManager();
      NDArray images = MnistData.array(manager, mnist.test(), 10);
      Loss loss = Loss.softmaxCrossEntropyLoss();

      // guide: attach
      var recorder = ActivationRecorder.to(directory).probes(images).layers("**/linear").build();
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
