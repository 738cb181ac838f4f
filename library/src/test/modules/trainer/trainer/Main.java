package trainer;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.loss.Loss;
import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.hooks.BlockSelector;
import java.nio.file.Path;

/** Trains two steps; the network has blocks that hooks reach through private fields only. */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Exception {
    SequentialBlock network =
        new SequentialBlock()
            .add(new TransformerEncoderBlock(8, 2, 16, 0.1f, Activation::relu))
            .add(ai.djl.nn.Blocks.batchFlattenBlock())
            .add(Linear.builder().setUnits(3).build());
    try (Model model = Model.newInstance("small", Device.cpu(), "PyTorch")) {
      model.setBlock(network);
      NDManager manager = model.getNDManager();
      var recorder =
          ActivationRecorder.to(Path.of(arguments[0]))
              .probes(manager.ones(new Shape(2, 5, 8)))
              .layers(BlockSelector.all().and(BlockSelector.reachable()))
              .gradientNorms()
              .build();
      var config =
          new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).addTrainingListeners(recorder);
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(4, 5, 8));
        ArrayDataset dataset =
            new ArrayDataset.Builder()
                .setData(manager.arange(8f * 40).sin().reshape(8, 5, 8))
                .optLabels(manager.arange(8).mod(3))
                .setSampling(4, false)
                .build();
        EasyTrain.fit(trainer, 1, dataset, null);
      }
      recorder.close();
    }
  }
}
