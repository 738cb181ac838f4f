package dev.zoetrope.capture;

import static java.lang.Float.NaN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.util.PairList;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks on which probes cannot simply be run. */
class ProbeTroubleTest {

  private static final int UNITS = 4;

  @TempDir private Path folder;

  private RecorderBuilder recorder() {
    Probes probes = new Probes(List.of(UNITS), new float[2 * UNITS], new long[2]);
    return ActivationRecorder.to(folder.resolve("a.zarr")).probes(probes);
  }

  private static Block network(Block first) {
    return new SequentialBlock().add(first).add(Linear.builder().setUnits(3).build());
  }

  private static void train(Block block, ActivationRecorder recorder, int inputs) throws Exception {
    try (Model model = Networks.model(block);
        Trainer trainer = model.newTrainer(Networks.config(recorder))) {
      NDManager manager = trainer.getManager();
      Shape[] shapes = new Shape[inputs];
      NDArray[] data = new NDArray[inputs];
      for (int i = 0; i < inputs; i++) {
        shapes[i] = new Shape(8, UNITS);
        data[i] = manager.arange(32f * UNITS).sin().reshape(32, UNITS);
      }
      trainer.initialize(shapes);
      ArrayDataset dataset =
          new ArrayDataset.Builder()
              .setData(data)
              .optLabels(manager.arange(32).mod(3))
              .setSampling(8, false)
              .build();
      EasyTrain.fit(trainer, 1, dataset, null);
    }
  }

  /** Runs its child in training only. */
  private static final class ForTrainingOnly extends AbstractBlock {
    private final Block child = addChildBlock("child", Linear.builder().setUnits(UNITS).build());

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> args) {
      return training ? child.forward(store, inputs, training) : inputs;
    }

    @Override
    protected void initializeChildBlocks(
        NDManager manager, ai.djl.ndarray.types.DataType type, Shape... shapes) {
      child.initialize(manager, type, shapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
      return shapes;
    }
  }

  private Recording open() throws IOException {
    return Recording.open(folder.resolve("a.zarr"));
  }

  private static Probes probesOf(int units) {
    return new Probes(List.of(units), new float[2 * units], new long[2]);
  }

  @Test
  void aBlockThatDoesNotRunForTheProbesIsLeftOutAndNamed() throws Exception {
    Block network = network(new ForTrainingOnly());
    train(network, recorder().build(), 1);
    try (Recording recording = open()) {
      assertThat(recording.info().layers()).extracting(Layer::name).containsExactly("02Linear");
      assertThat(recording.info().leftOut()).hasSize(1);
      assertThat(recording.info().leftOut().get(0).layer()).isEqualTo("01ForTrainingOnly/01child");
      assertThat(recording.info().leftOut().get(0).reason())
          .contains("did not run when the probes were fed through");
    }
    assertThat(BlockNode.list(network)).allMatch(BlockNode::isReachable);
    assertThat(network.getChildren().values()).allMatch(child -> BlockNode.unwrap(child) == child);
  }

  @Test
  void aBlockThatDoesNotRunIsRefusedIfChosenByName() {
    Block network = network(new ForTrainingOnly());
    assertThatThrownBy(() -> train(network, recorder().layers("**/child").build(), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nothing that \"**/child\" chooses can be recorded")
        .hasMessageContaining("did not run when the probes were fed through");
    assertThat(folder.resolve("a.zarr")).doesNotExist();
  }

  @Test
  void aLayerThatChangesItsShapeIsLostAndTheOthersAreRecorded() throws Exception {
    int[] passes = {0};
    Block growing =
        ai.djl.nn.LambdaBlock.singleton(
            x -> {
              boolean probes = x.getShape().get(0) == 2;
              passes[0] += probes ? 1 : 0;
              return x;
            });
    Block widening =
        new SequentialBlock()
            .add(Linear.builder().setUnits(3).build())
            .add(
                ai.djl.nn.LambdaBlock.singleton(
                    x -> passes[0] > 4 && x.getShape().get(0) == 2 ? x.repeat(1, 2) : x));
    Block network = new SequentialBlock().add(growing).add(widening);
    ActivationRecorder recorder = recorder().build();
    train(network, recorder, 1);
    recorder.close();
    try (Recording recording = open()) {
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.info().frames()).isEqualTo(5);
      assertThat(recording.activation("02SequentialBlock/02LambdaBlock", 0)).doesNotContain(NaN);
      assertThat(recording.activation("02SequentialBlock/02LambdaBlock", 4)).containsOnly(NaN);
      assertThat(recording.activation("02SequentialBlock/01Linear", 4)).doesNotContain(NaN);
      assertThat(recording.info().leftOut())
          .extracting(LeftOut::layer, LeftOut::reason)
          .containsExactly(
              tuple(
                  "02SequentialBlock/02LambdaBlock",
                  "no values at step 1 and perhaps later: its output has shape (2, 6) there but"
                      + " had (2, 3) at first; a recording keeps one shape per layer"));
    }
  }

  @Test
  void anOutputWithoutAProbeAxisIsLeftOutAndNamed() throws Exception {
    Block network =
        new SequentialBlock()
            .add(Linear.builder().setUnits(3).build())
            .add(
                ai.djl.nn.LambdaBlock.singleton(
                    x -> x.getShape().get(0) < 4 ? x.sum().reshape(1, 1) : x));
    train(network, recorder().build(), 1);
    try (Recording recording = open()) {
      assertThat(recording.info().layers()).extracting(Layer::name).containsExactly("01Linear");
      assertThat(recording.info().leftOut())
          .containsExactly(
              new LeftOut(
                  "02LambdaBlock",
                  "it has no probe axis: its shape is (1, 1) for any number of probes"));
    }
  }

  @Test
  void probesOfTheWrongShapeEndRecordingButNotTraining() throws Exception {
    Block network = network(Linear.builder().setUnits(UNITS).build());
    ActivationRecorder recorder = recorder().probes(probesOf(3)).build();
    train(network, recorder, 1);
    assertThatThrownBy(recorder::close)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not run on the probes, of shape (2, 3); ");
  }

  /** Returns a block that adds up its inputs. */
  private static Block sum() {
    return new ai.djl.nn.LambdaBlock(x -> new NDList(x.get(0).add(x.get(1))), "sum");
  }

  @Test
  void severalInputsMustBeMadeFromTheProbes() throws Exception {
    ActivationRecorder recorder = recorder().build();
    train(network(sum()), recorder, 2);
    assertThatThrownBy(recorder::close)
        .hasMessageContaining("if it takes other inputs, say with inputs(");
    train(
        network(sum()),
        recorder().inputs(x -> new NDList(x.add(1), x.onesLike().mul(2))).build(),
        2);
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      assertThat(recording.info().frames()).isEqualTo(5);
      assertThat(recording.activation("01LambdaBlock", 4)).containsOnly(3); // 0 + 1 + 2
    }
  }
}
