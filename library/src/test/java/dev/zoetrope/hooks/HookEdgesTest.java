package dev.zoetrope.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HookEdgesTest {

  private Model model;
  private Block block;
  private ParameterStore parameters;
  private NDList input;

  @BeforeEach
  void open() {
    block = Networks.nested();
    model = Networks.model(block);
    NDManager manager = model.getNDManager();
    block.initialize(manager, DataType.FLOAT32, new Shape(2, 1, 8, 8));
    parameters = new ParameterStore(manager, false);
    input = new NDList(manager.create(Networks.probes().input(), new Shape(2, 1, 8, 8)));
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void theRootOfAModelFiresForItsTrainer() {
    List<String> seen = new ArrayList<>();
    try (Trainer trainer = model.newTrainer(Networks.config())) {
      try (HookHandle hooks =
          ForwardHooks.on(model)
              .select(BlockSelector.root())
              .observe((path, in, out) -> seen.add(path + out.head().getShape()))) {
        assertThat(hooks.paths()).containsExactly(".");
        trainer.evaluate(input);
        assertThat(model.getBlock().getParameters().keys()).isEqualTo(block.getParameters().keys());
      }
      trainer.evaluate(input);
    }
    assertThat(seen).containsExactly(".(2, 3)");
    assertThat(model.getBlock()).isSameAs(block);
  }

  @Test
  void aBlockThatIsUsedTwiceFiresUnderBothPaths() {
    Linear shared = Linear.builder().setUnits(4).build();
    Block network = new SequentialBlock().add(shared).add(Activation.reluBlock()).add(shared);
    network.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(2, 4));
    List<String> seen = new ArrayList<>();
    try (HookHandle hooks =
        ForwardHooks.on(network)
            .select(BlockSelector.ofType(Linear.class))
            .observe((path, in, out) -> seen.add(path))) {
      network.forward(parameters, new NDList(model.getNDManager().ones(new Shape(2, 4))), false);
      assertThat(seen).containsExactly("01Linear", "03Linear").isEqualTo(hooks.paths());
    }
    assertThat(network.getChildren().values()).element(2).isSameAs(shared);
  }

  @Test
  void blocksInsideABlockUsedTwiceFireTwiceUnderOnePath() {
    Block shared = new SequentialBlock().add(Linear.builder().setUnits(4).build());
    Block network = new SequentialBlock().add(shared).add(shared);
    network.initialize(model.getNDManager(), DataType.FLOAT32, new Shape(2, 4));
    List<String> seen = new ArrayList<>();
    try (HookHandle hooks =
        ForwardHooks.on(network)
            .select(BlockSelector.ofType(Linear.class))
            .observe((path, in, out) -> seen.add(path))) {
      network.forward(parameters, new NDList(model.getNDManager().ones(new Shape(2, 4))), false);
      assertThat(hooks.paths()).containsExactly("01SequentialBlock/01Linear");
    }
    assertThat(seen).containsExactly("01SequentialBlock/01Linear", "01SequentialBlock/01Linear");
  }

  @Test
  void severalInputsAndOutputsAreAllSeen() {
    Block network =
        new SequentialBlock()
            .add(
                new ParallelBlock(lists -> new NDList(lists.get(0).head(), lists.get(1).head()))
                    .add(Activation.reluBlock())
                    .add(Activation.tanhBlock()))
            .add(pair -> new NDList(pair.get(0).add(pair.get(1))), "sum");
    List<String> seen = new ArrayList<>();
    try (HookHandle hooks =
        ForwardHooks.on(network)
            .select(BlockSelector.atDepth(1))
            .observe((path, in, out) -> seen.add(path + in.size() + out.size()))) {
      network.forward(parameters, input, false);
      assertThat(hooks.paths()).containsExactly("01ParallelBlock", "02LambdaBlock");
    }
    assertThat(seen).containsExactly("01ParallelBlock12", "02LambdaBlock21");
  }

  @Test
  void anObserversExceptionIsThrownAndTheNetworkStillWorks() {
    NDArray plain = block.forward(parameters, input, false).head();
    HookHandle hooks =
        ForwardHooks.on(block)
            .observe(
                (path, in, out) -> {
                  throw new IllegalStateException("seen " + path);
                });
    assertThatThrownBy(() -> block.forward(parameters, input, false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("seen 01SequentialBlock/01Conv2d");
    hooks.close();
    assertThat(block.forward(parameters, input, false).head()).isEqualTo(plain);
  }

  @Test
  void activationsAfterConvolutionsAreFoundBehindNormalization() {
    assertThat(chosen(BlockSelector.activationsAfter(Conv2d.class)))
        .containsExactly("01SequentialBlock/03LambdaBlock", "03LambdaBlock");
    assertThat(chosen(BlockSelector.activationsAfter(Linear.class))).isEmpty();
  }

  @Test
  void selectorsCombine() {
    assertThat(chosen(BlockSelector.leaves().and(BlockSelector.glob("**/conv*").not())))
        .contains("06Linear")
        .doesNotContain("02Conv2d", "01SequentialBlock");
    assertThat(chosen(BlockSelector.path("02Conv2d").or(BlockSelector.root())))
        .containsExactly(".", "02Conv2d");
    assertThat(chosen(BlockSelector.atDepth(2))).hasSize(3);
    assertThat(chosen(BlockSelector.glob("**"))).doesNotContain(".");
    assertThat(chosen(BlockSelector.glob("."))).containsExactly(".");
  }

  private List<String> chosen(BlockSelector selector) {
    return BlockNode.listWithRoot(block).stream()
        .filter(selector::selects)
        .map(BlockNode::path)
        .toList();
  }

  @Test
  void theListingShowsPathsTypesAndShapes() {
    assertThat(BlockNode.describe(block).lines().map(line -> line.replaceAll(" {2,}", "|")))
        .startsWith("path|type|output")
        .contains(
            "01SequentialBlock|Conv2d + BatchNorm + Tanh|(2, 2, 8, 8)",
            "01SequentialBlock/01Conv2d|Conv2d|(2, 2, 8, 8)",
            "03LambdaBlock|ReLU|(2, 2, 8, 8)",
            "06Linear|Linear|(2, 3)");
    assertThat(BlockNode.describe(Networks.nested())).contains("06Linear");
  }

  @Test
  void aMissingNameIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> BlockSelector.requireMatch(block, "**/conf2d"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the nearest are 01SequentialBlock/01Conv2d, 02Conv2d")
        .hasMessageContaining("of 9");
    assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.edits("", "abc")).isEqualTo(3);
  }
}
