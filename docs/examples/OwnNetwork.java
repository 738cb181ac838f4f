package examples;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.loss.Loss;
import ai.djl.util.PairList;
import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.Mnist;
import java.nio.file.Path;

/**
 * Records your own network. Its residual block calls its children through private fields, where
 * hooks reach them too.
 */
public final class OwnNetwork {

  private OwnNetwork() {}

  /** Arguments: the recording to make, epochs, number of training images. */
  public static void main(String[] arguments) throws Exception {
    Path path = Path.of(arguments[0]);
    int epochs = Integer.parseInt(arguments[1]);
    ImageDataset mnist = Mnist.load();

    try (Model model = Model.newInstance("own-network", "PyTorch")) {
      model.setBlock(
          new SequentialBlock()
              .add(conv(8))
              .add(new Residual(8))
              .add(Blocks.batchFlattenBlock())
              .add(Linear.builder().setUnits(10).build()));
      NDManager manager = model.getNDManager();
      NDArray images = MnistData.array(manager, mnist.test(), 10);
      ArrayDataset trainingSet =
          MnistData.dataset(manager, mnist.train().first(Integer.parseInt(arguments[2])), 64);
      Loss loss = Loss.softmaxCrossEntropyLoss();

      // show: attach
      var recorder = ActivationRecorder.to(path).probes(images).layers("**/conv*").build();
      var config = new DefaultTrainingConfig(loss).addTrainingListeners(recorder);
      try (Trainer trainer = model.newTrainer(config)) {
        trainer.initialize(new Shape(1, 1, 28, 28));
        EasyTrain.fit(trainer, epochs, trainingSet, null);
      } // takes the last frame and completes the recording
      // end
    }
  }

  private static Block conv(int filters) {
    return Conv2d.builder()
        .setFilters(filters)
        .setKernelShape(new Shape(3, 3))
        .optPadding(new Shape(1, 1))
        .build();
  }

  /** Two convolutions and a shortcut: [batch, channel, y, x] to the same shape. */
  private static final class Residual extends AbstractBlock {

    private final Block first;
    private final Block second;

    Residual(int channels) {
      first = addChildBlock("conv1", conv(channels));
      second = addChildBlock("conv2", conv(channels));
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> options) {
      NDList hidden = Activation.relu(first.forward(store, inputs, training));
      NDArray change = second.forward(store, hidden, training).head();
      return new NDList(Activation.relu(inputs.head().add(change)));
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
      first.initialize(manager, type, inputs);
      second.initialize(manager, type, inputs);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
      return inputs;
    }
  }
}
