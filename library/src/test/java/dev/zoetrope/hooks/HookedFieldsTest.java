package dev.zoetrope.hooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.transformer.TransformerEncoderBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hooks on blocks that their parents call through fields. */
class HookedFieldsTest {

  private static final int UNITS = 4;

  private Model model;
  private NDManager manager;
  private ParameterStore parameters;
  private NDList input;

  @BeforeEach
  void open() {
    model = Networks.model(new SequentialBlock());
    manager = model.getNDManager();
    parameters = new ParameterStore(manager, false);
    input = new NDList(manager.arange(12f).reshape(3, UNITS));
  }

  @AfterEach
  void close() {
    model.close();
  }

  private static Linear linear() {
    return Linear.builder().setUnits(UNITS).build();
  }

  /** A handwritten parent that adds up its children's outputs. */
  private abstract static class Handwritten extends AbstractBlock {

    abstract List<Block> called();

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> args) {
      NDArray sum = inputs.singletonOrThrow();
      for (Block block : called()) {
        sum = sum.add(block.forward(store, inputs, training, args).singletonOrThrow());
      }
      return new NDList(sum);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
      called().forEach(block -> block.initialize(manager, type, shapes));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return inputShapes;
    }
  }

  private static final class Narrow extends Handwritten {
    private final Linear first = addChildBlock("first", linear());
    private final LayerNorm second = addChildBlock("second", LayerNorm.builder().build());
    private final Block third = addChildBlock("third", linear());
    private final AbstractBlock fourth = addChildBlock("fourth", new Closed());

    @Override
    List<Block> called() {
      return List.of(first, second, third, fourth);
    }
  }

  /** No subclass can stand in for it. */
  private static final class Closed extends Handwritten {
    @Override
    List<Block> called() {
      return List.of();
    }
  }

  private static final class Containers extends Handwritten {
    private final List<Linear> list = new ArrayList<>();
    private final Map<String, Block> map = new LinkedHashMap<>();
    private final Linear[] array = {addChildBlock("c", linear())};

    Containers() {
      list.add(addChildBlock("a", linear()));
      map.put("b", addChildBlock("b", linear()));
    }

    @Override
    List<Block> called() {
      List<Block> blocks = new ArrayList<>();
      for (Linear block : list) {
        blocks.add(block);
      }
      blocks.addAll(map.values());
      blocks.addAll(List.of(array));
      return blocks;
    }
  }

  private void assertEveryChildFires(Handwritten block) throws Exception {
    List<Block> before = block.called();
    block.initialize(manager, DataType.FLOAT32, new Shape(3, UNITS));
    float[] plain = block.forward(parameters, input, false).head().toFloatArray();
    List<String> names = block.getParameters().keys();
    byte[] saved = Networks.parameters(block);
    Map<String, float[]> seen = new LinkedHashMap<>();
    try (HookHandle hooks =
        ForwardHooks.on(block)
            .observe((path, in, out) -> seen.put(path, out.head().toFloatArray()))) {
      assertThat(block.forward(parameters, input, false).head().toFloatArray()).isEqualTo(plain);
      assertThat(seen.keySet())
          .containsExactlyInAnyOrderElementsOf(hooks.paths())
          .hasSize(before.size());
      seen.clear();
      block.forward(parameters, input, input, null);
      assertThat(seen).hasSize(before.size());
      assertThat(block.getParameters().keys()).isEqualTo(names);
      assertThat(Networks.parameters(block)).isEqualTo(saved);
    }
    assertThat(block.called()).isEqualTo(before);
    assertThat(block.getChildren().values()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void fieldsOfNarrowTypesFire() throws Exception {
    assertEveryChildFires(new Narrow());
  }

  @Test
  void listsMapsAndArraysFire() throws Exception {
    assertEveryChildFires(new Containers());
  }

  @Test
  void hooksMayComeBeforeInitialization() throws Exception {
    Narrow block = new Narrow();
    List<Block> before = block.called();
    List<String> seen = new ArrayList<>();
    HookHandle hooks = ForwardHooks.on(block).observe((path, in, out) -> seen.add(path));
    block.initialize(manager, DataType.FLOAT32, new Shape(3, UNITS));
    NDArray hooked = block.forward(parameters, input, false).head();
    assertThat(seen).containsExactly("01first", "02second", "03third", "04fourth");
    hooks.close();
    assertThat(block.isInitialized()).isTrue();
    assertThat(block.called()).isEqualTo(before);
    assertThat(block.forward(parameters, input, false).head()).isEqualTo(hooked);
  }

  @Test
  void hooksOnTheSameFieldAttachAndDetachInAnyOrder() {
    Narrow block = new Narrow();
    List<Block> before = block.called();
    block.initialize(manager, DataType.FLOAT32, new Shape(3, UNITS));
    List<String> seen = new ArrayList<>();
    ForwardHooks first = ForwardHooks.on(block).select(BlockSelector.glob("first"));
    HookHandle a = first.observe((path, in, out) -> seen.add("a"));
    HookHandle b = first.observe((path, in, out) -> seen.add("b"));
    block.forward(parameters, input, false);
    a.close();
    block.forward(parameters, input, false);
    assertThat(seen).containsExactly("a", "b", "b");
    HookHandle c = first.observe((path, in, out) -> seen.add("c"));
    b.close();
    block.forward(parameters, input, false);
    assertThat(seen).endsWith("b", "c").hasSize(4);
    c.close();
    assertThat(block.called()).isEqualTo(before);
  }

  private static final class Unreachable extends Handwritten {
    private final Closed closed = addChildBlock("closed", new Closed());
    private final List<Block> fixed = List.of(addChildBlock("fixed", linear()));

    @Override
    List<Block> called() {
      return List.of(closed, fixed.get(0));
    }
  }

  @Test
  void blocksThatCannotBeHookedAreNamedWithTheReason() {
    Unreachable parent = new Unreachable();
    Block block = new SequentialBlock().add(linear()).add(parent);
    ForwardHooks all = ForwardHooks.on(block);
    assertThatThrownBy(() -> all.observe((path, in, out) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("02Unreachable/01closed (Unreachable calls it as the type Closed")
        .hasMessageContaining("02Unreachable/02fixed (Unreachable keeps it in a field or list that")
        .hasMessageNotContaining("01Linear")
        .hasMessageContaining("BlockSelector.reachable()");
    assertThat(block.getChildren().values()).noneMatch(HookedBlock.class::isInstance);
    try (HookHandle hooks = all.select(BlockSelector.reachable()).observe((path, in, out) -> {})) {
      assertThat(hooks.paths()).containsExactly("01Linear", "02Unreachable");
    }
    assertThat(BlockNode.describe(block)).contains("01closed").contains("(cannot be hooked)");
  }

  @Test
  void everyMethodOfABlockIsDelegated() {
    assertThat(signatures(HookedBlock.class.getDeclaredMethods()))
        .containsAll(signatures(Block.class.getMethods()));
  }

  private static List<String> signatures(Method[] methods) {
    return Arrays.stream(methods)
        .filter(method -> !Modifier.isStatic(method.getModifiers()))
        .map(method -> method.getName() + Arrays.toString(method.getParameterTypes()))
        .toList();
  }

  @Test
  void aStandInDelegatesMethodsThatOnlyItsTypeHas() throws Exception {
    Block parent = new TransformerEncoderBlock(UNITS, 2, 8, 0.1f, list -> list);
    Field field = TransformerEncoderBlock.class.getDeclaredField("pointWisefullyConnected");
    field.setAccessible(true);
    SequentialBlock original = (SequentialBlock) field.get(parent);
    original.setReturnIntermediate(false);
    try (HookHandle hooks =
        ForwardHooks.on(parent)
            .select(BlockSelector.glob("*output*"))
            .observe((path, in, out) -> {})) {
      assertThat(hooks.paths()).isNotEmpty();
      SequentialBlock standIn = (SequentialBlock) field.get(parent);
      assertThat(standIn).isNotSameAs(original);
      standIn.setReturnIntermediate(true);
      assertThat(original.isReturnIntermediate()).isTrue();
      assertThat(standIn.isReturnIntermediate()).isTrue();
      assertThat(standIn.toString()).isEqualTo(original.toString());
      Parameter weight = original.getParameters().valueAt(0);
      standIn.freezeParameters(true);
      assertThat(weight.requiresGradient()).isFalse();
    }
    assertThat(field.get(parent)).isSameAs(original);
  }
}
