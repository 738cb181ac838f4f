package dev.zoetrope.replay;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.norm.Dropout;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.util.PairList;
import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.WeightPrecision;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A network to train and replay.
 *
 * @param name its name
 * @param network creates a new instance
 * @param input the shape of one input
 */
record Trainee(String name, Supplier<Block> network, Shape input) {

  static final Trainee RESIDUAL = new Trainee("residual", Residual::new, new Shape(4));
  private static final int STEPS = 4;
  private static final int PROBES = 5;
  private static final int BATCH = 6;

  static List<Trainee> all() {
    return List.of(
        new Trainee("normalized", Trainee::normalized, new Shape(4)),
        new Trainee("convolutional", Networks::nested, Networks.INPUT),
        new Trainee("recurrent", Trainee::recurrent, new Shape(3, 4)),
        new Trainee("attention", Trainee::attention, new Shape(3, 4)),
        new Trainee("shared", Trainee::shared, new Shape(4)),
        RESIDUAL);
  }

  Block create() {
    return network.get();
  }

  @Override
  public String toString() {
    return name;
  }

  private static Block linear(int units) {
    return Linear.builder().setUnits(units).build();
  }

  private static Block normalized() {
    return new SequentialBlock()
        .add(linear(6))
        .add(BatchNorm.builder().build())
        .add(Dropout.builder().optRate(0.5f).build())
        .add(Activation.tanhBlock())
        .add(linear(2));
  }

  private static Block recurrent() {
    LSTM lstm = LSTM.builder().setStateSize(5).setNumLayers(2).optBatchFirst(true).build();
    return new SequentialBlock().add(lstm).add(linear(2));
  }

  private static Block attention() {
    return new SequentialBlock()
        .add(new TransformerEncoderBlock(4, 2, 8, 0.1f, Activation::relu))
        .add(linear(2));
  }

  private static Block shared() {
    Block twice = linear(4);
    return new SequentialBlock().add(twice).add(Activation.tanhBlock()).add(twice).add(linear(2));
  }

  /** A residual block as people write them, with a weight of its own. */
  static final class Residual extends AbstractBlock {
    private final Block inner = addChildBlock("inner", Trainee.linear(4));
    private final Block head = addChildBlock("head", Trainee.linear(3));
    private final Parameter scale =
        addParameter(
            Parameter.builder()
                .setName("scale")
                .setType(Parameter.Type.WEIGHT)
                .optShape(new Shape(1, 4))
                .build());

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList in, boolean training, PairList<String, Object> more) {
      NDArray branch = inner.forward(store, in, training).head();
      NDArray factor = store.getValue(scale, in.head().getDevice(), training);
      // The reversed factor belongs to the manager of the parameter.
      NDArray sum = in.head().add(branch.mul(factor.flip(1)).tanh());
      return head.forward(store, new NDList(sum), training);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
      inner.initialize(manager, type, shapes);
      head.initialize(manager, type, shapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
      return head.getOutputShapes(shapes);
    }
  }

  NDArray data(NDManager manager, int count, int phase) {
    Shape shape = new Shape(count).addAll(input);
    float[] values = new float[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(i * 0.37 + i * 0.013 + phase);
    }
    return manager.create(values, shape);
  }

  private static final class MeanSquare extends Loss {
    MeanSquare() {
      super("mean square");
    }

    @Override
    public NDArray evaluate(NDList labels, NDList outputs) {
      return outputs.head().square().mean();
    }
  }

  /** Trains and records, and keeps the weights of each frame. */
  KeptWeights train(Path path) throws Exception {
    return train(path, WeightPrecision.EXACT);
  }

  Path recordWithoutWeights(Path path) throws Exception {
    train(path, WeightPrecision.NONE);
    return path;
  }

  private KeptWeights train(Path path, WeightPrecision precision) throws Exception {
    KeptWeights weights = new KeptWeights();
    Block block = create();
    try (Model model = Networks.model(block);
        ActivationRecorder recorder = recorder(path, model.getNDManager(), precision);
        Trainer trainer =
            model.newTrainer(
                new DefaultTrainingConfig(new MeanSquare())
                    .optDevices(new Device[] {Device.cpu()})
                    .optOptimizer(Optimizer.adam().build())
                    .addTrainingListeners(recorder))) {
      trainer.initialize(new Shape(BATCH).addAll(input));
      for (int step = 0; step < STEPS; step++) {
        step(trainer, step, () -> weights.keep(block));
      }
      trainer.notifyListeners(listener -> listener.onEpoch(trainer));
      trainer.notifyListeners(listener -> listener.onTrainingEnd(trainer));
      weights.keep(block);
    }
    return weights;
  }

  private ActivationRecorder recorder(Path path, NDManager manager, WeightPrecision kept) {
    return ActivationRecorder.to(path)
        .probes(data(manager, PROBES, 9))
        .layers(BlockNode::isReachable)
        .precision(Precision.FLOAT32)
        .weights(kept)
        .build();
  }

  private void step(Trainer trainer, int number, Runnable atFrame) throws Exception {
    NDManager manager = trainer.getManager().newSubManager();
    NDList data = new NDList(data(manager, BATCH, number));
    NDList outputs;
    try (GradientCollector collector = trainer.newGradientCollector()) {
      outputs = trainer.forward(data);
      collector.backward(trainer.getLoss().evaluate(data, outputs));
    }
    try (Batch batch = new Batch(manager, data, data, BATCH, null, null, number, STEPS)) {
      BatchData reported =
          new BatchData(batch, Map.of(Device.cpu(), data), Map.of(Device.cpu(), outputs));
      trainer.notifyListeners(listener -> listener.onTrainingBatch(trainer, reported));
      atFrame.run();
      trainer.step();
    }
  }
}
