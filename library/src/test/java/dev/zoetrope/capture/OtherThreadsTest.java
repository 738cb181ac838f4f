package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.ForwardHooks;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Recording;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other threads that use a network while it is hooked never see it in a broken state. */
class OtherThreadsTest {

  private static final int BLOCKS = 40;

  @TempDir private Path folder;

  private static SequentialBlock deep() {
    SequentialBlock network = new SequentialBlock();
    for (int i = 0; i < BLOCKS; i++) {
      network.add(Linear.builder().setUnits(GuestLoop.FEATURES).build());
    }
    return network.add(Linear.builder().setUnits(GuestLoop.CLASSES).build());
  }

  /** Counts failures on another thread while this one works. */
  private static long wrongMeanwhile(Runnable look, ThrowingRunnable work) throws Exception {
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong wrong = new AtomicLong();
    AtomicLong looks = new AtomicLong();
    Thread looker =
        new Thread(
            () -> {
              while (!stop.get()) {
                try {
                  look.run();
                } catch (RuntimeException | Error e) {
                  wrong.incrementAndGet();
                }
                looks.incrementAndGet();
              }
            });
    looker.start();
    while (looks.get() == 0) {
      Thread.onSpinWait();
    }
    try {
      work.run();
    } finally {
      stop.set(true);
      looker.join();
    }
    return wrong.get();
  }

  private interface ThrowingRunnable {
    void run() throws Exception;
  }

  @Test
  void anotherThreadMayPredictWhileTrainingIsRecorded() throws Exception {
    for (int round = 0; round < 10; round++) {
      ActivationRecorder recorder;
      try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
        recorder =
            ActivationRecorder.to(folder.resolve("run" + round + ".zarr"))
                .probes(GuestLoop.inputs(manager, 2, 3))
                .build();
      }
      try (GuestLoop loop = new GuestLoop(deep(), Networks.config(), recorder)) {
        long wrong =
            wrongMeanwhile(
                () -> {
                  try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
                    NDList input = new NDList(scope.ones(new Shape(1, GuestLoop.FEATURES)));
                    assertThat(loop.trainer.evaluate(input).head().getShape().get(1))
                        .isEqualTo(GuestLoop.CLASSES);
                  }
                },
                () -> {
                  for (int batch = 0; batch < 4; batch++) {
                    loop.batch(batch);
                    loop.trainer.step();
                  }
                });
        assertThat(wrong).isZero();
      }
      assertThat(recorder.failure()).isEmpty();
    }
    try (Recording recording = Recording.open(folder.resolve("run9.zarr"))) {
      assertThat(recording.steps()).containsExactly(0, 1, 2, 3, 4);
    }
  }

  @Test
  void lookingAtANetworkChangesNothing() throws Exception {
    SequentialBlock network = deep();
    List<Block> before = network.getChildren().values();
    long wrong =
        wrongMeanwhile(
            () -> assertThat(network.getChildren().values()).isEqualTo(before),
            () -> {
              for (int i = 0; i < 300; i++) {
                BlockNode.describe(network);
                assertThat(BlockNode.list(network)).allMatch(BlockNode::isReachable);
              }
            });
    assertThat(wrong).isZero();
  }

  @Test
  void attachingAndDetachingHooksLeavesNoGap() throws Exception {
    SequentialBlock network = deep();
    long wrong =
        wrongMeanwhile(
            () -> {
              List<Block> children = network.getChildren().values();
              assertThat(children).hasSize(BLOCKS + 1).allMatch(Linear.class::isInstance);
            },
            () -> {
              for (int i = 0; i < 300; i++) {
                ForwardHooks.on(network).observe((path, in, out) -> {}).close();
              }
            });
    assertThat(wrong).isZero();
  }

  /** Keeps its children in every possible way, and casts them. */
  private static final class Keeper extends AbstractBlock {
    private final Linear own = addChildBlock("own", linear());
    private final Map<String, Linear> named = new LinkedHashMap<>(16, 0.75f, true);
    private final Helper helper = new Helper();
    private final Linear[][] nested = {{addChildBlock("nested", linear())}};
    private final List<List<Block>> lists = List.of(new java.util.ArrayList<>());

    /** Not a block, but holds one. */
    private static final class Helper {
      private Linear held;
    }

    Keeper() {
      named.put("x", addChildBlock("named", linear()));
      helper.held = addChildBlock("held", linear());
      lists.get(0).add(addChildBlock("listed", linear()));
    }

    private static Linear linear() {
      return Linear.builder().setUnits(GuestLoop.FEATURES).build();
    }

    private List<Block> called() {
      Linear first = (Linear) getChildren().valueAt(0);
      assertThat(first.getParameters().size()).isEqualTo(2);
      return List.of(own, named.get("x"), helper.held, nested[0][0], lists.get(0).get(0));
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList inputs, boolean training, PairList<String, Object> args) {
      NDList values = inputs;
      for (Block block : called()) {
        values = block.forward(store, values, training, args);
      }
      return values;
    }

    @Override
    protected void initializeChildBlocks(
        NDManager manager, ai.djl.ndarray.types.DataType type, Shape... shapes) {
      called().forEach(block -> block.initialize(manager, type, shapes));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
      return inputShapes;
    }
  }

  @Test
  void childrenAreFoundWhereverTheirParentKeepsThemAndKeepTheirTypes() throws Exception {
    ActivationRecorder recorder;
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      recorder =
          ActivationRecorder.to(folder.resolve("run.zarr"))
              .probes(GuestLoop.inputs(manager, 2, 3))
              .build();
    }
    Keeper keeper = new Keeper();
    try (GuestLoop loop = new GuestLoop(keeper, Networks.config(), recorder)) {
      loop.batch(0);
      assertThat(keeper.named.values()).allMatch(block -> block.getClass() == Linear.class);
      loop.update();
    }
    recorder.close();
    try (Recording recording = Recording.open(folder.resolve("run.zarr"))) {
      assertThat(recording.info().layers()).hasSize(5);
      assertThat(recording.info().leftOut()).isEmpty();
    }
  }
}
