package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.basicmodelzoo.cv.classification.GoogLeNet;
import ai.djl.basicmodelzoo.cv.classification.MobileNetV2;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.basicmodelzoo.cv.classification.SqueezeNet;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv1d;
import ai.djl.nn.convolutional.Conv3d;
import ai.djl.nn.convolutional.Convolution;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.BertBlock;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trains many kinds of networks with and without a recorder and compares the results. The large
 * ones train for few steps unless {@code -Dzoo.steps=20} asks for more; GoogLeNet, the slowest,
 * runs only then.
 */
class ModelZooTest {

  private static final int ATTEMPTS = 3;
  private static final int STEPS = 20;
  private static final int STEPS_OF_LARGE = Integer.getInteger("zoo.steps", 2);

  private static final int BATCH = 2;
  private static final int CLASSES = 3;
  private static final List<Integer> IMAGE = List.of(3, 32, 32);
  private static final BlockSelector COMPUTING =
      BlockSelector.ofType(Convolution.class).or(BlockSelector.ofType(Linear.class));

  @TempDir private Path folder;

  /** The parameters at the start and at the end of a training run. */
  private static final class Trained extends TrainingListenerAdapter {
    private byte[] first;
    private byte[] last;
    private List<String> parameterNames;

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
      if (first == null) {
        try {
          first = Networks.parameters(trainer.getModel().getBlock());
        } catch (IOException e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static Trained train(
      Supplier<Block> network, int steps, List<Integer> shape, TrainingListener... recorder)
      throws Exception {
    Block block = network.get();
    Trained trained = new Trained();
    try (Model model = Networks.model(block)) {
      TrainingListener[] listeners = Arrays.copyOf(recorder, recorder.length + 1);
      listeners[recorder.length] = trained;
      try (Trainer trainer = model.newTrainer(Networks.config(listeners))) {
        trainer.initialize(batchShape(BATCH, shape));
        EasyTrain.fit(trainer, 1, dataset(trainer.getManager(), steps, shape), null);
      }
      trained.last = Networks.parameters(block);
      trained.parameterNames = List.copyOf(block.getParameters().keys());
      return trained;
    }
  }

  private static Shape batchShape(int count, List<Integer> shape) {
    return new Shape(count).addAll(new Shape(shape.stream().mapToLong(n -> n).toArray()));
  }

  private static ArrayDataset dataset(NDManager manager, int steps, List<Integer> shape) {
    int count = steps * BATCH;
    return new ArrayDataset.Builder()
        .setData(manager.create(values(count, shape, 0), batchShape(count, shape)))
        .optLabels(manager.arange(count).mod(CLASSES))
        .setSampling(BATCH, false)
        .build();
  }

  /** Returns whole numbers from 0 to 9, which can be token ids as well as pixels. */
  private static float[] values(int count, List<Integer> shape, int phase) {
    float[] values = new float[count * shape.stream().reduce(1, Math::multiplyExact)];
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.round(4.5 + 4.5 * Math.sin(i * 0.37 + i * 0.013 + phase));
    }
    return values;
  }

  /**
   * Trains with and without a recorder and compares the results. On busy cores PyTorch itself does
   * not always reproduce the same bits (MobileNet: one run in six), so a difference must be
   * repeatable.
   */
  private void assertRecorded(
      Supplier<Block> network,
      int steps,
      List<Integer> shape,
      BlockSelector selector,
      int atLeast,
      int compared)
      throws Exception {
    Probes probes = new Probes(shape, values(2, shape, 1), new long[] {0, 1});
    Trained without;
    Trained with;
    Path path;
    int attempt = 0;
    do {
      path = folder.resolve("run" + attempt + ".zarr");
      without = train(network, steps, shape);
      with =
          train(
              network,
              steps,
              shape,
              ActivationRecorder.to(path)
                  .probes(probes)
                  .layers(selector)
                  .precision(Precision.FLOAT32)
                  .build());
      attempt++;
    } while (attempt < ATTEMPTS && !Arrays.equals(with.last, without.last));
    assertThat(with.parameterNames).isEqualTo(without.parameterNames);
    assertThat(with.first).isEqualTo(without.first);
    assertThat(with.last).isEqualTo(without.last).isNotEqualTo(without.first);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.info().frames()).isEqualTo(steps + 1);
      assertThat(recording.info().layers()).hasSizeGreaterThanOrEqualTo(atLeast);
      assertSame(recording, 0, network.get(), without.first, probes, compared);
      assertSame(recording, steps, network.get(), without.last, probes, compared);
    }
  }

  /** Compares a frame with the activations of a fresh network with the same parameters. */
  private static void assertSame(
      Recording recording, int frame, Block fresh, byte[] parameters, Probes probes, int atLeast)
      throws Exception {
    try (Model model = Networks.model(fresh)) {
      NDManager manager = model.getNDManager();
      Shape shape = batchShape(probes.count(), probes.shape());
      fresh.initialize(manager, DataType.FLOAT32, shape);
      fresh.loadParameters(manager, new DataInputStream(new ByteArrayInputStream(parameters)));
      // As a trainer does: even with gradients off, PyTorch's matmul checks this when it chooses
      // between one product and a batch of them, which differ in the last bits.
      fresh.getParameters().values().stream()
          .filter(Parameter::requiresGradient)
          .forEach(parameter -> parameter.getArray().setRequiresGradient(true));
      NDArray input = manager.create(probes.input(), shape);
      Map<String, float[]> plain = PlainForward.of(manager, fresh, input);
      int compared = 0;
      for (Layer layer : recording.info().layers()) {
        if (plain.containsKey(layer.name())) {
          float[] expected = plain.get(layer.name());
          assertThat(recording.activation(layer.name(), frame))
              .as("%s at frame %d", layer.name(), frame)
              .isEqualTo(expected);
          compared++;
        }
      }
      assertThat(compared).isGreaterThanOrEqualTo(atLeast);
    }
  }

  @Test
  void resNet() throws Exception {
    assertRecorded(
        () ->
            ResNetV1.builder()
                .setImageShape(new Shape(3, 32, 32))
                .setNumLayers(18)
                .setOutSize(CLASSES)
                .build(),
        STEPS_OF_LARGE,
        IMAGE,
        COMPUTING,
        18,
        18);
  }

  @Test
  void mobileNet() throws Exception {
    assertRecorded(
        () -> MobileNetV2.builder().setOutSize(CLASSES).build(),
        STEPS_OF_LARGE,
        IMAGE,
        COMPUTING,
        50,
        50);
  }

  @Test
  void squeezeNet() throws Exception {
    assertRecorded(() -> SqueezeNet.squeezenet(CLASSES), STEPS_OF_LARGE, IMAGE, COMPUTING, 25, 25);
  }

  @Test
  @EnabledIfSystemProperty(named = "zoo.steps", matches = ".*")
  void googLeNet() throws Exception {
    assertRecorded(
        () -> GoogLeNet.builder().setOutSize(CLASSES).build(),
        STEPS_OF_LARGE,
        List.of(1, 32, 32),
        COMPUTING,
        50,
        50);
  }

  @Test
  void longShortTermMemory() throws Exception {
    assertRecorded(
        () ->
            new SequentialBlock()
                .add(
                    LSTM.builder()
                        .setStateSize(6)
                        .setNumLayers(2)
                        .optDropRate(0.2f)
                        .optReturnState(false)
                        .build())
                .add(Activation.tanhBlock())
                .add(ai.djl.nn.Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(CLASSES).build()),
        STEPS,
        List.of(7, 5),
        BlockSelector.leaves(),
        4,
        4);
  }

  @Test
  void transformerEncoder() throws Exception {
    assertRecorded(
        () ->
            new SequentialBlock()
                .add(new TransformerEncoderBlock(8, 2, 16, 0.2f, Activation::gelu))
                .add(new TransformerEncoderBlock(8, 2, 16, 0.2f, Activation::gelu))
                .add(ai.djl.nn.Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(CLASSES).build()),
        STEPS,
        List.of(5, 8),
        BlockSelector.all().and(BlockSelector.reachable()),
        16,
        10);
  }

  @Test
  void bert() throws Exception {
    assertRecorded(
        () ->
            new SequentialBlock()
                .add(ModelZooTest::words)
                .add(
                    BertBlock.builder()
                        .setTokenDictionarySize(10)
                        .optEmbeddingSize(8)
                        .optHiddenSize(16)
                        .optAttentionHeadCount(2)
                        .optTransformerBlockCount(2)
                        .optTypeDictionarySize(2)
                        .optMaxSequenceLength(6)
                        .optHiddenDropoutProbability(0.1f)
                        .build())
                .add(outputs -> new NDList(outputs.get(1)))
                .add(Linear.builder().setUnits(CLASSES).build()),
        STEPS,
        List.of(6),
        BlockSelector.all().and(BlockSelector.reachable()),
        20,
        15);
  }

  /** Makes tokens, types and masks from whole numbers. */
  private static NDList words(NDList inputs) {
    NDArray tokens = inputs.head().toType(DataType.INT32, true);
    return new NDList(tokens, tokens.zerosLike(), tokens.onesLike());
  }

  @Test
  void oneAndThreeSpatialAxes() throws Exception {
    assertRecorded(
        () ->
            new SequentialBlock()
                .add(Conv1d.builder().setFilters(2).setKernelShape(new Shape(3)).build())
                .add(Activation.geluBlock())
                .add(BatchNorm.builder().build())
                .add(Dropout.builder().optRate(0.4f).build())
                .addSingleton(x -> x.reshape(x.getShape().get(0), 2, 2, 3, 5))
                .add(Conv3d.builder().setFilters(2).setKernelShape(new Shape(2, 2, 2)).build())
                .add(ai.djl.nn.Blocks.batchFlattenBlock())
                .add(Linear.builder().setUnits(CLASSES).build()),
        STEPS,
        List.of(1, 32),
        BlockSelector.leaves(),
        8,
        8);
  }
}
