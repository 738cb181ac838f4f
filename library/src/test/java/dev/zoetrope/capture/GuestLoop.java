package dev.zoetrope.capture;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListener.BatchData;
import dev.zoetrope.hooks.Networks;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A small network with custom training loops, which know the expected results. */
final class GuestLoop implements AutoCloseable {

  static final int FEATURES = 4;
  static final int CLASSES = 3;
  static final int BATCH = 8;

  final Model model;
  final Trainer trainer;
  final List<Float> losses = new ArrayList<>();

  /** The parameters after 0, 1, 2, … updates. */
  final List<byte[]> saved = new ArrayList<>();

  GuestLoop(Block network, DefaultTrainingConfig config, TrainingListener... listeners)
      throws Exception {
    model = Networks.model(network);
    trainer = model.newTrainer(config.addTrainingListeners(listeners));
    trainer.initialize(new Shape(BATCH, FEATURES));
    save();
  }

  GuestLoop(TrainingListener... listeners) throws Exception {
    this(network(), Networks.config(), listeners);
  }

  static Block network() {
    return new SequentialBlock()
        .add(Linear.builder().setUnits(5).build())
        .add(Activation.tanhBlock())
        .add(Linear.builder().setUnits(CLASSES).build());
  }

  /** Returns fixed inputs, all different. */
  static NDArray inputs(NDManager manager, int count, int phase) {
    return manager.arange((float) count * FEATURES).add(31 * phase).sin().reshape(count, FEATURES);
  }

  static ArrayDataset dataset(NDManager manager, int count) {
    return new ArrayDataset.Builder()
        .setData(inputs(manager, count, 1))
        .optLabels(manager.arange(count).mod(CLASSES))
        .setSampling(BATCH, false)
        .build();
  }

  private void save() throws Exception {
    saved.add(Networks.parameters(model.getBlock()));
  }

  /** Computes the gradients of a batch and calls the listeners. */
  void batch(int number) {
    report(forwardAndBackward(number));
  }

  BatchData forwardAndBackward(int number) {
    return forwardAndBackward(number, batch -> {});
  }

  /** Calls the listeners before the gradients of a batch are computed. */
  void forwardReportAndBackward(int number) {
    forwardAndBackward(number, this::report);
  }

  private BatchData forwardAndBackward(int number, Consumer<BatchData> between) {
    NDManager manager = trainer.getManager().newSubManager();
    NDList data = new NDList(inputs(manager, BATCH, number));
    NDList labels = new NDList(manager.arange(BATCH).add(number).mod(CLASSES));
    Batch batch = new Batch(manager, data, labels, BATCH, null, null, number, 0);
    try (GradientCollector collector = trainer.newGradientCollector()) {
      NDList predictions = trainer.forward(data, labels);
      NDArray loss = trainer.getLoss().evaluate(labels, predictions);
      losses.add(loss.sum().getFloat());
      BatchData reported =
          new BatchData(
              batch, Map.of(manager.getDevice(), labels), Map.of(manager.getDevice(), predictions));
      between.accept(reported);
      collector.backward(loss);
      return reported;
    }
  }

  void report(BatchData batch) {
    trainer.notifyListeners(listener -> listener.onTrainingBatch(trainer, batch));
  }

  void update() throws Exception {
    trainer.step();
    save();
  }

  void epoch() {
    trainer.notifyListeners(listener -> listener.onEpoch(trainer));
  }

  /**
   * Returns the outputs of a fresh network with the parameters after this many updates, run without
   * a recorder.
   */
  float[] expected(int updates, Block fresh, NDArray probes) throws Exception {
    try (Model other = Networks.model(fresh)) {
      NDManager manager = other.getNDManager();
      fresh.loadParameters(
          manager, new DataInputStream(new ByteArrayInputStream(saved.get(updates))));
      return fresh
          .forward(new ParameterStore(manager, false), new NDList(probes), false)
          .head()
          .toFloatArray();
    }
  }

  byte[] parameters() throws Exception {
    return Networks.parameters(model.getBlock());
  }

  @Override
  public void close() {
    trainer.close();
    model.close();
  }
}
