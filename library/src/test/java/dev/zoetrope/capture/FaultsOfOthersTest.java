package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.ParameterStore;
import ai.djl.training.evaluator.Evaluator;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.util.PairList;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Recording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Odd behaviour of networks, evaluators, logs and threads around the recorder. */
class FaultsOfOthersTest {

  @TempDir private Path folder;
  private NDManager manager;
  private NDArray probes;

  @BeforeEach
  void open() {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    probes = GuestLoop.inputs(manager, 2, 5);
  }

  @AfterEach
  void close() {
    manager.close();
  }

  private RecorderBuilder recorder() {
    return ActivationRecorder.to(folder.resolve("run.zarr"))
        .probes(probes)
        .precision(Precision.FLOAT32);
  }

  private Recording read() throws Exception {
    return Recording.open(folder.resolve("run.zarr"));
  }

  private static Linear linear(int units) {
    return Linear.builder().setUnits(units).build();
  }

  /** A block with children that it calls in its own way. */
  private abstract static class Parent extends AbstractBlock {
    final Block first = addChildBlock("first", linear(3));
    final Block second = addChildBlock("second", linear(3));

    Parent() {
      super((byte) 1);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
      return new Shape[] {new Shape(inputs[0].get(0), 3)};
    }

    @Override
    protected void initializeChildBlocks(NDManager m, DataType type, Shape... shapes) {
      first.initialize(m, type, shapes);
      second.initialize(m, type, new Shape(shapes[0].get(0), 3));
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      NDList middle = first.forward(parameters, inputs, training);
      return combine(middle, second.forward(parameters, middle, training));
    }

    abstract NDList combine(NDList middle, NDList last);
  }

  private byte[] train(Supplier<Block> network, ActivationRecorder... recorders) throws Exception {
    try (GuestLoop loop = new GuestLoop(network.get(), Networks.config(), recorders)) {
      for (int batch = 0; batch < 3; batch++) {
        loop.batch(batch);
        loop.update();
      }
      return loop.parameters();
    }
  }

  /** Trains with and without a recorder, and compares the last layer with a plain forward pass. */
  private void assertNeutral(Supplier<Block> network, String last) throws Exception {
    byte[] bare = train(network);
    ActivationRecorder recorder = recorder().build();
    GuestLoop loop = new GuestLoop(network.get(), Networks.config(), recorder);
    for (int batch = 0; batch < 3; batch++) {
      loop.batch(batch);
      loop.update();
    }
    assertThat(loop.parameters()).isEqualTo(bare);
    loop.close();
    recorder.close();
    try (Recording recording = read()) {
      assertThat(recording.steps()).containsExactly(0, 1, 2, 3);
      for (int frame = 0; frame < 4; frame++) {
        assertThat(recording.activation(last, frame))
            .isEqualTo(loop.expected(frame, network.get(), probes));
      }
    }
  }

  private static final class AsksForClasses extends Parent {
    @Override
    NDList combine(NDList middle, NDList last) {
      boolean plain = getChildren().valueAt(1).getClass() == Linear.class;
      return new NDList(last.head().mul(plain ? 2 : 1));
    }
  }

  private static final class LooksUp extends Parent {
    private final IdentityHashMap<Block, Float> factors = new IdentityHashMap<>();

    LooksUp() {
      factors.put(first, 3f);
    }

    @Override
    NDList combine(NDList middle, NDList last) {
      return new NDList(last.head().mul(factors.get(getChildren().valueAt(0))));
    }
  }

  @Test
  void blocksWhoseParentsTreatHooksDifferentlyAreLeftAlone() throws Exception {
    assertNeutral(() -> new SequentialBlock().add(new AsksForClasses()).add(linear(3)), "02Linear");
    try (Recording recording = read()) {
      assertThat(recording.info().leftOut())
          .extracting(LeftOut::layer)
          .containsExactly("01AsksForClasses/02second");
      assertThat(recording.info().leftOut().get(0).reason()).contains("left alone");
    }
  }

  @Test
  void blocksUsedAsMapKeysAreLeftAlone() throws Exception {
    assertNeutral(() -> new SequentialBlock().add(new LooksUp()).add(linear(3)), "02Linear");
    try (Recording recording = read()) {
      assertThat(recording.info().leftOut())
          .extracting(LeftOut::layer)
          .containsExactly("01LooksUp/01first");
    }
  }

  private static final class Keeps extends Parent {
    private final List<NDArray> all = new ArrayList<>();
    private NDArray latest;
    private int calls;

    @Override
    NDList combine(NDList middle, NDList last) {
      latest = middle.head();
      all.add(latest);
      calls++;
      return calls > 6 ? new NDList(last.head().mul(calls)) : last;
    }
  }

  @Test
  void stateThatBlocksKeepFromAPassIsRestored() throws Exception {
    assertNeutral(Keeps::new, "02second");
    Keeps block = new Keeps();
    try (GuestLoop loop = new GuestLoop(block, Networks.config(), recorder().replace().build())) {
      BatchData batch = loop.forwardAndBackward(0);
      NDArray latest = block.latest;
      loop.report(batch);
      assertThat(block.latest).isSameAs(latest);
      assertThat(latest.toFloatArray()).hasSize(3 * GuestLoop.BATCH);
      assertThat(block.all).containsExactly(latest);
      assertThat(block.calls).isEqualTo(1);
    }
  }

  @Test
  void randomNumbersAreReportedWhicheverLayersAreRecorded() throws Exception {
    Supplier<Block> network =
        () ->
            new SequentialBlock()
                .add(linear(3))
                .add(LambdaBlock.singleton(x -> x.add(x.getManager().randomNormal(x.getShape()))));
    ActivationRecorder recorder = recorder().layers("01Linear").build();
    train(network, recorder);
    recorder.close();
    try (Recording recording = read()) {
      assertThat(recording.info().run().details())
          .containsEntry("random_in_evaluation", List.of(BlockNode.ROOT));
    }
  }

  private static final class Nothing extends AbstractBlock {
    Nothing() {
      super((byte) 1);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
      return new Shape[0];
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      return null;
    }
  }

  private static final class CallsNothing extends Parent {
    private final Block nothing = addChildBlock("nothing", new Nothing());

    @Override
    protected void initializeChildBlocks(NDManager m, DataType type, Shape... shapes) {
      super.initializeChildBlocks(m, type, shapes);
      nothing.initialize(m, type, shapes);
    }

    @Override
    NDList combine(NDList middle, NDList last) {
      assertThat(nothing.forward(new ParameterStore(), middle, false)).isNull();
      return last;
    }
  }

  @Test
  void nullOutputsAreIgnored() throws Exception {
    assertNeutral(CallsNothing::new, "02second");
    try (Recording recording = read()) {
      assertThat(recording.info().leftOut())
          .extracting(LeftOut::layer)
          .containsExactly("03nothing");
    }
  }

  private static final class Grows extends Parent {
    private Block current = first;

    @Override
    NDList combine(NDList middle, NDList last) {
      return last;
    }

    /** From now on, calls the first block twice, and has a block that is never called. */
    void grow(NDManager parameters) {
      current = addChildBlock("third", linear(3));
      current.initialize(parameters, DataType.FLOAT32, new Shape(1, GuestLoop.FEATURES));
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore parameters,
        NDList inputs,
        boolean training,
        PairList<String, Object> arguments) {
      if (current != first && !training) {
        first.forward(parameters, inputs, false);
      }
      return super.forwardInternal(parameters, inputs, training, arguments);
    }
  }

  @Test
  void layersThatAppearLaterAreNamed() throws Exception {
    Grows block = new Grows();
    try (GuestLoop loop = new GuestLoop(block, Networks.config(), recorder().build())) {
      loop.batch(0);
      loop.update();
      block.grow(loop.model.getNDManager());
      loop.batch(1);
      loop.update();
    }
    try (Recording recording = read()) {
      assertThat(recording.steps()).containsExactly(0, 1, 2);
      assertThat(recording.info().leftOut())
          .extracting(LeftOut::layer)
          .containsExactlyInAnyOrder("03third", "01first#2");
      assertThat(recording.info().leftOut().get(0).reason()).contains("it appeared by step 1");
    }
  }

  @Test
  void valuesThatFloat32CannotHoldAreReported() throws Exception {
    Supplier<Block> network =
        () ->
            new SequentialBlock()
                .add(
                    new ParallelBlock(
                        outputs -> outputs.get(0),
                        List.of(
                            linear(3),
                            LambdaBlock.singleton(
                                x -> x.sign().toType(DataType.INT64, false).mul((1 << 24) + 1L)),
                            LambdaBlock.singleton(
                                x -> x.toType(DataType.COMPLEX64, false).duplicate()))));
    ActivationRecorder recorder = recorder().build();
    train(network, recorder);
    recorder.close();
    try (Recording recording = read()) {
      assertThat(recording.info().leftOut())
          .extracting(LeftOut::reason)
          .containsExactlyInAnyOrder(
              "recorded, but rounded: float32 does not hold all whole numbers above 2^24",
              "it holds complex numbers");
    }
  }

  private static final class Broken extends Evaluator {
    Broken() {
      super("broken");
    }

    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
      throw new AssertionError("evaluate");
    }

    @Override
    public void addAccumulator(String key) {
      throw new AssertionError("add");
    }

    @Override
    public void updateAccumulators(String[] keys, NDList labels, NDList predictions) {
      throw new AssertionError("update");
    }

    @Override
    public void updateAccumulator(String key, NDList labels, NDList predictions) {
      throw new AssertionError("update");
    }

    @Override
    public void resetAccumulator(String key) {
      throw new AssertionError("reset");
    }

    @Override
    public float getAccumulator(String key) {
      throw new AssertionError("get");
    }
  }

  @Test
  void aFailingEvaluatorIsLeftOutAndTheRestIsRecorded() throws Exception {
    DefaultTrainingConfig config = Networks.config().addEvaluator(new Broken());
    try (GuestLoop loop = new GuestLoop(GuestLoop.network(), config, recorder().build())) {
      loop.batch(0);
      loop.update();
    }
    try (Recording recording = read()) {
      assertThat(recording.steps()).containsExactly(0, 1);
      assertThat(recording.info().series()).isEmpty();
      assertThat(recording.losses()[1]).isPositive();
    }
  }

  @Test
  void closedBatchesStillGiveFrames() throws Exception {
    try (GuestLoop loop = new GuestLoop(recorder().build())) {
      for (int batch = 0; batch < 2; batch++) {
        BatchData data = loop.forwardAndBackward(batch);
        data.getBatch().getManager().close();
        loop.report(data);
        loop.update();
      }
    }
    try (Recording recording = read()) {
      assertThat(recording.steps()).containsExactly(0, 1, 2);
      assertThat(recording.info().complete()).isTrue();
    }
  }

  /** An exception whose message cannot be read. */
  private static final class Speechless extends RuntimeException {
    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no words");
    }
  }

  private static final class FullDisk extends Handler {
    @Override
    public void publish(LogRecord record) {
      throw new IllegalStateException("the log cannot be written");
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @Test
  void aFailingLogAndAnUnreadableExceptionDoNotReachTraining() throws Exception {
    Logger logger = Logger.getLogger(ActivationRecorder.class.getName());
    Handler handler = new FullDisk();
    logger.addHandler(handler);
    try {
      byte[] bare = train(GuestLoop::network);
      ActivationRecorder recorder =
          recorder()
              .steps(
                  step -> {
                    throw new Speechless();
                  })
              .build();
      assertThat(train(GuestLoop::network, recorder)).isEqualTo(bare);
      assertThat(recorder.failure()).isPresent();
      try (Recording recording = read()) {
        assertThat(recording.info().complete()).isFalse();
        assertThat(recording.info().ending().orElseThrow()).contains("Speechless");
      }
    } finally {
      logger.removeHandler(handler);
    }
  }

  @Test
  @Timeout(60)
  void otherThreadsMaySetScalarsWhileHoldingALockThatTheNetworkNeeds() throws Exception {
    Object lock = new Object();
    ActivationRecorder recorder = recorder().build();
    Supplier<Block> network =
        () ->
            new SequentialBlock()
                .add(linear(3))
                .add(
                    LambdaBlock.singleton(
                        x -> {
                          synchronized (lock) {
                            return x.mul(2);
                          }
                        }));
    Thread actor =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                synchronized (lock) {
                  recorder.scalar("reward", 1);
                  recorder.detail("actor", "busy");
                  assertThat(recorder.metrics()).isNotNull();
                }
              }
            });
    actor.start();
    train(network, recorder);
    actor.interrupt();
    actor.join();
    recorder.close();
    try (Recording recording = read()) {
      assertThat(recording.series("reward").values()).contains(1f);
      assertThat(recording.info().run().details()).extracting("actor").isEqualTo("busy");
    }
  }
}
