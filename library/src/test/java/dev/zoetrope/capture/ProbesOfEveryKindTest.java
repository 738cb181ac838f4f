package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.djl.Model;
import ai.djl.basicmodelzoo.nlp.SimpleTextDecoder;
import ai.djl.basicmodelzoo.nlp.SimpleTextEncoder;
import ai.djl.modality.nlp.DefaultVocabulary;
import ai.djl.modality.nlp.EncoderDecoder;
import ai.djl.modality.nlp.embedding.TrainableTextEmbedding;
import ai.djl.modality.nlp.embedding.TrainableWordEmbedding;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.recurrent.LSTM;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Probes of various data types and shapes, and the probe axis of the outputs. */
class ProbesOfEveryKindTest {

  @TempDir private Path folder;
  private NDManager manager;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager("PyTorch");
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private RecorderBuilder recorder() {
    return ActivationRecorder.to(folder.resolve("run.zarr")).precision(Precision.FLOAT32);
  }

  private Recording read() throws IOException {
    return Recording.open(folder.resolve("run.zarr"));
  }

  /** Trains two steps and returns the parameters; labels may be null. */
  private static byte[] train(
      Block network, NDList data, NDList labels, Shape[] shapes, TrainingListener... listeners)
      throws Exception {
    Loss mean =
        new Loss("mean") {
          @Override
          public NDArray evaluate(NDList ignored, NDList outputs) {
            return outputs.head().toType(DataType.FLOAT32, false).square().mean();
          }
        };
    DefaultTrainingConfig config =
        new DefaultTrainingConfig(mean)
            .optDevices(new ai.djl.Device[] {ai.djl.Device.cpu()})
            .addTrainingListeners(listeners);
    try (Model model = Networks.model(network);
        Trainer trainer = model.newTrainer(config)) {
      trainer.initialize(shapes);
      for (int step = 0; step < 2; step++) {
        NDManager own = trainer.getManager().newSubManager();
        NDList inputs = copy(data, own);
        NDList targets = labels == null ? null : copy(labels, own);
        NDList outputs;
        try (GradientCollector collector = trainer.newGradientCollector()) {
          outputs = targets == null ? trainer.forward(inputs) : trainer.forward(inputs, targets);
          collector.backward(trainer.getLoss().evaluate(targets, outputs));
        }
        Batch batch = new Batch(own, inputs, inputs, 2, null, null, step, 0);
        Map<ai.djl.Device, NDList> known = Map.of(ai.djl.Device.cpu(), outputs);
        trainer.notifyListeners(
            l -> l.onTrainingBatch(trainer, new BatchData(batch, known, known)));
        trainer.step();
      }
      return Networks.parameters(network);
    }
  }

  private static NDList copy(NDList arrays, NDManager manager) {
    NDList copies = new NDList(arrays.stream().map(NDArray::duplicate).toList());
    copies.attach(manager);
    return copies;
  }

  @Test
  void anyDataTypeIsFedThroughUnchanged() throws Exception {
    for (DataType type :
        new DataType[] {
          DataType.INT64, DataType.INT32, DataType.UINT8, DataType.FLOAT16, DataType.FLOAT64
        }) {
      NDArray probes =
          manager.create(new float[] {1, 2, 3, 4, 5, 6}, new Shape(2, 3)).toType(type, true);
      DataType[] seen = {null};
      Block network =
          new SequentialBlock()
              .add(
                  LambdaBlock.singleton(
                      x -> {
                        seen[0] = x.getShape().get(0) == 2 ? x.getDataType() : seen[0];
                        return x.toType(DataType.FLOAT32, true);
                      }))
              .add(Linear.builder().setUnits(2).build());
      ActivationRecorder recorder = recorder().probes(probes).numbered().build();
      NDList data = new NDList(manager.ones(new Shape(4, 3), type));
      train(network, data, null, new Shape[] {new Shape(4, 3)}, recorder);
      recorder.close();
      assertThat(seen[0]).isEqualTo(type);
    }
    try (Recording tokens = read();
        Recording doubles = Recording.open(folder.resolve("run-5.zarr"))) {
      assertThat(tokens.probes().type()).isEqualTo(Probes.Type.INT64);
      assertThat(tokens.probes().exactInput()).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(tokens.activation("01LambdaBlock", 0)).containsExactly(1, 2, 3, 4, 5, 6);
      assertThat(doubles.probes().type()).isEqualTo(Probes.Type.FLOAT64);
    }
  }

  @Test
  void statesOfARecurrentBlockHaveTheirProbesAlongTheSecondAxis() throws Exception {
    int layers = 2; // as many as probes
    Block network =
        new SequentialBlock()
            .add(LSTM.builder().setStateSize(6).setNumLayers(layers).optReturnState(true).build())
            .add(l -> new NDList(l.get(1).get("-1")))
            .add(Linear.builder().setUnits(3).build());
    NDArray probes = manager.arange(2f * 5 * 4).sin().reshape(2, 5, 4);
    train(
        network,
        new NDList(manager.arange(3f * 5 * 4).cos().reshape(3, 5, 4)),
        null,
        new Shape[] {new Shape(3, 5, 4)},
        recorder().probes(probes).build());
    try (Recording recording = read()) {
      assertThat(recording.info().layers())
          .extracting(Layer::name, Layer::shape)
          .contains(
              tuple("01LSTM", List.of(5, 6)),
              tuple("01LSTM:1", List.of(2, 6)),
              tuple("01LSTM:2", List.of(2, 6)));
      float[] states = recording.activation("01LSTM:1", 1); // [probe, layer, unit]
      float[] last = recording.activation("02LambdaBlock", 1); // [probe, unit]
      for (int probe = 0; probe < 2; probe++) {
        for (int unit = 0; unit < 6; unit++) {
          assertThat(states[(probe * layers + 1) * 6 + unit]).isEqualTo(last[probe * 6 + unit]);
        }
      }
    }
  }

  @Test
  void timeMayComeFirst() throws Exception {
    Block network =
        new SequentialBlock()
            .add(LambdaBlock.singleton(x -> x.transpose(1, 0, 2)))
            .add(Linear.builder().setUnits(2).build());
    NDArray probes = manager.arange(3f * 3 * 4).reshape(3, 3, 4); // as many steps as probes
    train(
        network,
        new NDList(manager.ones(new Shape(2, 3, 4))),
        null,
        new Shape[] {new Shape(2, 3, 4)},
        recorder().probes(probes).build());
    try (Recording recording = read()) {
      assertThat(recording.activation("01LambdaBlock", 0)).isEqualTo(probes.toFloatArray());
    }
  }

  @Test
  void aNetworkThatNeedsLabelsGetsThemAndIsNotChanged() throws Exception {
    Shape[] shapes = {new Shape(4, 5), new Shape(4, 4)};
    NDList words = new NDList(manager.arange(20).mod(6).reshape(4, 5).toType(DataType.INT64, true));
    byte[] bare = train(sequenceToSequence(), words, words, shapes);
    NDArray probes = manager.arange(15).mod(5).reshape(3, 5).toType(DataType.INT64, true);
    byte[] recorded =
        train(
            sequenceToSequence(),
            words,
            words,
            shapes,
            recorder().probes(probes).labels(new NDList(probes)).build());
    assertThat(recorded).isEqualTo(bare);
    try (Recording recording = read()) {
      assertThat(recording.info().frames()).isEqualTo(3);
      assertThat(recording.info().run().details()).containsEntry("probes_run", "with labels");
      assertThat(recording.info().layers()).extracting(Layer::type).contains("LSTM", "Linear");
    }
  }

  private static Block sequenceToSequence() {
    DefaultVocabulary words =
        DefaultVocabulary.builder()
            .add(List.of("a", "b", "c", "d", "e", "f"))
            .optUnknownToken("<unk>")
            .build();
    return new EncoderDecoder(
        new SimpleTextEncoder(embedding(words), lstm(true)),
        new SimpleTextDecoder(embedding(words), lstm(false), words.size()));
  }

  private static TrainableTextEmbedding embedding(DefaultVocabulary words) {
    return new TrainableTextEmbedding(
        TrainableWordEmbedding.builder().setEmbeddingSize(8).setVocabulary(words).build());
  }

  private static LSTM lstm(boolean state) {
    return LSTM.builder()
        .setStateSize(8)
        .setNumLayers(2)
        .optBatchFirst(true)
        .optDropRate(0.3f)
        .optReturnState(state)
        .build();
  }

  @Test
  void aNetworkThatRunsOnlyInTrainingIsNotChanged() throws Exception {
    Shape[] shapes = {new Shape(4, 3)};
    NDList data = new NDList(manager.arange(12f).sin().reshape(4, 3));
    byte[] bare = train(trainingOnly(), data, null, shapes);
    ActivationRecorder recorder = recorder().probes(manager.arange(6f).reshape(2, 3)).build();
    assertThat(train(trainingOnly(), data, null, shapes, recorder)).isEqualTo(bare);
    recorder.close();
    try (Recording recording = read()) {
      assertThat(recording.info().run().details()).containsEntry("probes_run", "as in training");
    }
  }

  /** Refuses to predict, and normalizes and drops out in training. */
  private static Block trainingOnly() {
    return new SequentialBlock() {
      @Override
      protected NDList forwardInternal(
          ai.djl.training.ParameterStore store,
          NDList inputs,
          boolean training,
          ai.djl.util.PairList<String, Object> params) {
        if (!training) {
          throw new UnsupportedOperationException("prediction has not been implemented");
        }
        return super.forwardInternal(store, inputs, true, params);
      }
    }.add(Linear.builder().setUnits(4).build())
        .add(BatchNorm.builder().build())
        .add(ai.djl.nn.norm.Dropout.builder().optRate(0.5f).build())
        .add(Linear.builder().setUnits(2).build());
  }

  @Test
  void severalInputsMayBeGivenDirectly() throws Exception {
    Block network =
        new SequentialBlock()
            .add(new LambdaBlock(x -> new NDList(x.get(0).mul(x.get(1))), "product"))
            .add(Linear.builder().setUnits(2).build());
    NDList probes =
        new NDList(
            manager.create(new float[] {1, 2, 3, 4}, new Shape(2, 2)),
            manager.create(new float[] {10, 100}, new Shape(2, 1)));
    NDList data = new NDList(manager.ones(new Shape(4, 2)), manager.ones(new Shape(4, 1)));
    train(
        network,
        data,
        null,
        new Shape[] {new Shape(4, 2), new Shape(4, 1)},
        recorder().probes(probes).build());
    try (Recording recording = read()) {
      assertThat(recording.activation("01LambdaBlock", 2)).containsExactly(10, 20, 300, 400);
    }
  }

  @Test
  void inputsWithDifferentNumbersOfProbesAreRefusedAtOnce() {
    NDList probes = new NDList(manager.ones(new Shape(2, 3)), manager.ones(new Shape(3, 3)));
    assertThatThrownBy(() -> recorder().probes(probes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(2, 3), (3, 3)");
  }

  @Test
  void samplesOfADataSetComeWithTheirClassesAndNames() throws Exception {
    RecorderBuilder builder =
        recorder()
            .probes(GuestLoop.dataset(manager, 16), 5)
            .classNames(List.of("cat", "dog", "bird"))
            .featureNames(List.of("a", "b", "c", "d"));
    GuestLoop loop = new GuestLoop(builder.build());
    loop.batch(0);
    loop.update();
    loop.close();
    try (Recording recording = read()) {
      assertThat(recording.probes().labels()).containsExactly(0, 1, 2, 0, 1);
      assertThat(recording.probes().input())
          .isEqualTo(GuestLoop.inputs(manager, 16, 1).get("0:5").toFloatArray());
      assertThat(recording.info().run().details())
          .containsEntry("class_names", List.of("cat", "dog", "bird"))
          .containsEntry("feature_names", List.of("a", "b", "c", "d"));
    }
  }

  @Test
  void aNetworkThatChangesItsInputsDoesNotCorruptTheProbes() throws Exception {
    Block network =
        new SequentialBlock()
            .add(LambdaBlock.singleton(x -> x.addi(1)))
            .add(Linear.builder().setUnits(2).build());
    NDArray probes = manager.zeros(new Shape(2, 3));
    NDList data = new NDList(manager.ones(new Shape(4, 3)));
    train(network, data, null, new Shape[] {new Shape(4, 3)}, recorder().probes(probes).build());
    try (Recording recording = read()) {
      assertThat(recording.activation("01LambdaBlock", 2)).containsOnly(1);
    }
  }

  @Test
  void theProbeAxisOfAFixedBatchSizeIsGuessedAndReported() throws Exception {
    Block network =
        new SequentialBlock()
            .add(LambdaBlock.singleton(x -> x.reshape(2, 2)))
            .add(Linear.builder().setUnits(3).build());
    NDList data = new NDList(manager.ones(new Shape(2, 2)));
    train(
        network,
        data,
        null,
        new Shape[] {new Shape(2, 2)},
        recorder().probes(manager.arange(4f).reshape(2, 2)).build());
    try (Recording recording = read()) {
      assertThat(recording.activation("01LambdaBlock", 0)).containsExactly(0, 1, 2, 3);
      assertThat(recording.info().leftOut())
          .extracting(LeftOut::layer)
          .containsExactly("01LambdaBlock");
      assertThat(recording.info().leftOut().get(0).reason()).startsWith("recorded, but its axis");
    }
  }

  @Test
  void valuesThatFloat16CannotHoldAreKeptAsFloat32() throws Exception {
    for (float factor : new float[] {800_001, 1e-6f, 1}) {
      Block network =
          new SequentialBlock()
              .add(LambdaBlock.singleton(x -> x.mul(factor)))
              .add(Linear.builder().setUnits(2).build());
      NDList data = new NDList(manager.ones(new Shape(4, 3)));
      ActivationRecorder recorder =
          recorder()
              .precision(Precision.AUTO)
              .probes(manager.ones(new Shape(2, 3)))
              .numbered()
              .build();
      train(network, data, null, new Shape[] {new Shape(4, 3)}, recorder);
      recorder.close();
    }
    assertKept("run.zarr", 800_001, Precision.FLOAT32);
    assertKept("run-2.zarr", 1e-6f, Precision.FLOAT32);
    assertKept("run-3.zarr", 1, Precision.FLOAT16);
  }

  private void assertKept(String name, float value, Precision precision) throws Exception {
    try (Recording recording = Recording.open(folder.resolve(name))) {
      assertThat(recording.activation("01LambdaBlock", 1)).containsOnly(value);
      assertThat(recording.info().layer("01LambdaBlock").precision()).isEqualTo(precision);
    }
  }

  @Test
  void randomNumbersInEvaluationAreReported() throws Exception {
    Block network =
        new SequentialBlock()
            .add(Linear.builder().setUnits(3).build())
            .add(LambdaBlock.singleton(x -> x.add(x.getManager().randomNormal(x.getShape()))));
    NDList data = new NDList(manager.ones(new Shape(4, 3)));
    train(
        network,
        data,
        null,
        new Shape[] {new Shape(4, 3)},
        recorder().probes(manager.ones(new Shape(2, 3))).build());
    try (Recording recording = read()) {
      assertThat(recording.info().run().details())
          .containsEntry("random_in_evaluation", List.of("02LambdaBlock"));
    }
  }
}
