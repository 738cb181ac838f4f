package dev.zoetrope.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForwardHooksTest {

  private Model model;
  private Block block;
  private NDManager manager;
  private ParameterStore parameters;
  private NDList input;

  @BeforeEach
  void initialize() {
    block = Networks.nested();
    model = Networks.model(block);
    manager = model.getNDManager();
    block.initialize(manager, DataType.FLOAT32, new Shape(2, 1, 8, 8));
    parameters = new ParameterStore(manager, false);
    input = new NDList(manager.create(Networks.probes().input(), new Shape(2, 1, 8, 8)));
  }

  @AfterEach
  void close() {
    model.close();
  }

  private NDArray forward() {
    return block.forward(parameters, input, false).singletonOrThrow();
  }

  @Test
  void seesTheInputsAndOutputsOfEachBlock() {
    Block inner = block.getChildren().valueAt(0);
    NDList expected = input;
    for (Block child : inner.getChildren().values()) {
      expected = child.forward(parameters, expected, false);
    }
    List<String> seen = new ArrayList<>();
    List<NDArray> values = new ArrayList<>();
    try (HookHandle hooks =
        ForwardHooks.on(block)
            .observe(
                (path, inputs, outputs) -> {
                  seen.add(path);
                  values.add(outputs.get(0).duplicate());
                })) {
      forward();
      assertThat(hooks.paths()).containsExactlyInAnyOrderElementsOf(seen);
    }
    assertThat(seen)
        .containsExactly(
            "01SequentialBlock/01Conv2d",
            "01SequentialBlock/02BatchNorm",
            "01SequentialBlock/03LambdaBlock",
            "01SequentialBlock",
            "02Conv2d",
            "03LambdaBlock",
            "04Dropout",
            "05LambdaBlock",
            "06Linear");
    assertThat(values.get(2)).isEqualTo(expected.get(0));
    assertThat(values.get(3)).isEqualTo(expected.get(0));
    assertThat(values.get(8)).isEqualTo(forward());
  }

  @Test
  void seesTrainingPassesToo() {
    List<String> seen = new ArrayList<>();
    try (HookHandle hooks =
        ForwardHooks.on(block)
            .select(BlockSelector.ofType(Conv2d.class))
            .observe((path, inputs, outputs) -> seen.add(path + inputs.get(0).getShape()))) {
      assertThat(hooks.paths()).hasSize(2);
      block.forward(parameters, input, input, null);
      block.forward(parameters, input, true);
    }
    String first = "01SequentialBlock/01Conv2d(2, 1, 8, 8)";
    String second = "02Conv2d(2, 2, 8, 8)";
    assertThat(seen).containsExactly(first, second, first, second);
  }

  @Test
  void namesAndBytesStayTheSame() throws Exception {
    List<String> names = List.copyOf(block.getParameters().keys());
    byte[] saved = Networks.parameters(block);
    try (HookHandle hooks = ForwardHooks.on(block).observe((path, inputs, outputs) -> {})) {
      assertThat(hooks.paths()).hasSize(9);
      assertThat(block.getParameters().keys()).isEqualTo(names);
      assertThat(Networks.parameters(block)).isEqualTo(saved);
      Block other = Networks.nested();
      try (Model loading = Networks.model(other);
          HookHandle alsoHooked = ForwardHooks.on(other).observe((path, inputs, outputs) -> {})) {
        assertThat(alsoHooked.paths()).isNotEmpty();
        other.loadParameters(
            loading.getNDManager(), new DataInputStream(new ByteArrayInputStream(saved)));
        assertThat(Networks.parameters(other)).isEqualTo(saved);
      }
    }
  }

  @Test
  void detachingInAnyOrderRestoresTheNetwork() {
    List<Block> before = block.getChildren().values();
    List<String> seen = new ArrayList<>();
    HookHandle a = ForwardHooks.on(block).observe((path, inputs, outputs) -> seen.add("a"));
    HookHandle b =
        ForwardHooks.on(block)
            .select(BlockSelector.glob("02*"))
            .observe((path, inputs, outputs) -> seen.add("b"));
    HookHandle c =
        ForwardHooks.on(block)
            .select(BlockSelector.glob("conv*"))
            .observe((path, inputs, outputs) -> seen.add("c"));
    forward();
    assertThat(seen).hasSize(11).containsSubsequence("a", "b", "c");
    b.close();
    a.close();
    seen.clear();
    forward();
    assertThat(seen).containsExactly("c");
    c.close();
    c.close();
    assertThat(block.getChildren().values()).isEqualTo(before);
  }

  @Test
  void globsMayLeaveOutTheDigits() {
    assertThat(paths("**/conv*")).containsExactly("01SequentialBlock/01Conv2d", "02Conv2d");
    assertThat(paths("conv2d")).containsExactly("02Conv2d");
    assertThat(paths("SequentialBlock/*")).hasSize(3);
    assertThat(paths("0[23]*")).containsExactly("02Conv2d", "03LambdaBlock");
  }

  private List<String> paths(String glob) {
    try (HookHandle hooks =
        ForwardHooks.on(block)
            .select(BlockSelector.glob(glob))
            .observe((path, inputs, outputs) -> {})) {
      return hooks.paths();
    }
  }

  private static final class OddNames extends SequentialBlock {
    OddNames() {
      addChildBlock("gr\u00f6\u00dfe", LambdaBlock.singleton(x -> x));
      addChildBlock("a\0b", LambdaBlock.singleton(x -> x));
    }
  }

  @Test
  void globsMatchNamesThatAreInvalidAsFileNames() {
    Block odd = new OddNames();
    try (HookHandle hooks =
        ForwardHooks.on(odd)
            .select(BlockSelector.glob("gr\u00f6*").or(BlockSelector.glob("a*")))
            .observe((path, inputs, outputs) -> {})) {
      assertThat(hooks.paths()).containsExactly("01gr\u00f6\u00dfe", "02a\0b");
    }
  }

  @Test
  void choosingNothingListsTheExistingPaths() {
    ForwardHooks none = ForwardHooks.on(block).select(BlockSelector.glob("conv9"));
    assertThatThrownBy(() -> none.observe((path, inputs, outputs) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("02Conv2d");
  }
}
