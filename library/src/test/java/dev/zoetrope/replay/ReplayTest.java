package dev.zoetrope.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {

  private static final int[] FRAMES = {3, 0, 4, 4, 1, 2};

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

  static List<Trainee> trainees() {
    return Trainee.all();
  }

  private Path path() {
    return folder.resolve("run.zarr");
  }

  /** Returns a network of its own, with other weights than those that were trained. */
  private Block fresh(Trainee kind) {
    Block block = kind.create();
    block.initialize(manager, DataType.FLOAT32, kind.data(manager, 1, 0).getShape());
    return block;
  }

  @ParameterizedTest
  @MethodSource("trainees")
  void everyLayerPutsOutWhatTheRecorderSaw(Trainee kind) throws Exception {
    KeptWeights weights = kind.train(path());
    Block block = fresh(kind);
    byte[] before = Networks.parameters(block);
    List<BlockNode> children = BlockNode.listWithRoot(block);
    try (Recording recording = Recording.open(path());
        Replay replay = Replay.open(recording, () -> block)) {
      assertThat(recording.framesWithWeights()).hasSize(weights.frames());
      for (int frame : recording.framesWithWeights()) {
        assertThat(recording.weights(frame)).isEqualTo(weights.copy(frame));
      }
      replay.layers(BlockNode::isReachable);
      for (int frame : FRAMES) {
        requireSame(recording, frame, replay.activations(frame, recording.probes()));
      }
      List<Integer> seen = new ArrayList<>();
      replay.each(
          FRAMES,
          recording.probes(),
          (frame, activations) -> {
            requireSame(recording, frame, activations);
            seen.add(frame);
          },
          Progress.NONE);
      assertThat(seen).containsExactly(3, 0, 4, 4, 1, 2);
    }
    assertThat(Networks.parameters(block)).isEqualTo(before);
    List<BlockNode> after = BlockNode.listWithRoot(block);
    assertThat(after).hasSameSizeAs(children);
    for (int i = 0; i < after.size(); i++) {
      assertThat(after.get(i).block()).isSameAs(children.get(i).block());
    }
  }

  private static void requireSame(Recording recording, int frame, Activations seen)
      throws IOException {
    assertThat(seen.layers().stream().map(Layer::name))
        .containsExactlyInAnyOrderElementsOf(
            recording.info().layers().stream().map(Layer::name).toList());
    for (Layer layer : recording.info().layers()) {
      assertThat(seen.values(layer.name()))
          .as("%s at frame %s", layer.name(), frame)
          .isEqualTo(recording.activation(layer.name(), frame));
    }
  }

  @ParameterizedTest
  @MethodSource("trainees")
  void batchesAgree(Trainee kind) throws Exception {
    KeptWeights weights = kind.train(path());
    try (Recording recording = Recording.open(path());
        Replay replay = Replay.open(weights, kind::create, recording.probes(), null)) {
      NDList images = new NDList(kind.data(manager, 7, 2));
      replay.layers(BlockNode::isReachable);
      Activations whole = replay.activations(3, images);
      Activations parts = replay.batchSize(3).activations(3, images);
      assertThat(parts.images()).isEqualTo(7);
      for (Layer layer : whole.layers()) {
        assertThat(parts.values(layer.name()))
            .as(layer.name())
            .containsExactly(whole.values(layer.name()), within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("trainees")
  void outputsAreThoseOfTheNetworkItself(Trainee kind) throws Exception {
    KeptWeights weights = kind.train(path());
    Block own = fresh(kind);
    weights.set(own, 2);
    NDList images = new NDList(kind.data(manager, 4, 3));
    float[] expected =
        own.forward(new ParameterStore(manager, false), new NDList(images), false)
            .head()
            .toFloatArray();
    try (Recording recording = Recording.open(path());
        Replay replay = Replay.open(weights, kind::create, recording.probes(), null)) {
      assertThat(replay.outputs(2, images).values(".")).containsExactly(expected, within(1e-6f));
      replay.layers(".").batchSize(2);
      List<float[]> outputs = new ArrayList<>();
      replay.each(
          new int[] {2}, images, (frame, seen) -> outputs.add(seen.values(".")), Progress.NONE);
      assertThat(outputs.get(0)).containsExactly(expected, within(1e-6f));
      assertThat(replay.leftOut()).isEmpty();
    }
  }

  private static final Probes FOUR = new Probes(List.of(4), new float[8], new long[2]);

  private static Block linear(int... units) {
    SequentialBlock block = new SequentialBlock();
    for (int each : units) {
      block.add(Linear.builder().setUnits(each).build());
    }
    return block;
  }

  private KeptWeights weights(Block block, int frames) {
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
    KeptWeights weights = new KeptWeights();
    for (int frame = 0; frame < frames; frame++) {
      weights.keep(block);
    }
    return weights;
  }

  @Test
  void aNetworkThatDiffersIsRefusedAndTheDifferencesAreNamed() {
    KeptWeights weights = weights(linear(3, 2), 1);
    assertThatThrownBy(() -> Replay.open(weights, () -> linear(3, 1, 5), FOUR, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("build it as it was built then")
        .hasMessageContaining("02Linear/weight has shape [1, 3], and [2, 3] is recorded")
        .hasMessageContaining("02Linear/bias has shape [1], and [2] is recorded")
        .hasMessageContaining("03Linear/weight is not recorded")
        .hasMessageNotContaining("01Linear");
    assertThatThrownBy(() -> Replay.open(weights, () -> linear(3), FOUR, null))
        .hasMessageContaining("02Linear/weight is recorded, but the network has no such parameter");
    assertThatThrownBy(
            () -> Replay.open(weights, () -> linear(3, 2, 1, 1, 1, 1, 1, 1, 1), FOUR, null))
        .hasMessageContaining("07Linear/bias is not recorded; and 4 more");
  }

  @Test
  void cancellingEndsTheThread() throws Exception {
    KeptWeights weights = weights(linear(3, 2), 9);
    List<String> reports = new ArrayList<>();
    List<Integer> frames = new ArrayList<>();
    Progress three =
        (done, total) -> {
          reports.add(done + "/" + total);
          return done < 3;
        };
    try (Replay replay = Replay.open(weights, () -> linear(3, 2), FOUR, null)) {
      replay.batchSize(1);
      assertThatThrownBy(
              () ->
                  replay.each(
                      new int[] {5, 6, 7, 8}, FOUR, (frame, seen) -> frames.add(frame), three))
          .isInstanceOf(CancellationException.class);
      assertThat(reports).containsExactly("0/8", "1/8", "2/8", "3/8");
      assertThat(frames).containsExactly(5);
      assertThat(readers()).isZero();
      assertThatThrownBy(
              () -> replay.each(new int[] {8, 9}, FOUR, (frame, seen) -> {}, Progress.NONE))
          .isInstanceOf(IOException.class)
          .hasMessage("no weights at frame 9");
      assertThat(readers()).isZero();
    }
  }

  @Test
  void anInterruptEndsItAndStaysVisible() throws Exception {
    KeptWeights weights = weights(linear(3, 2), 9);
    try (Replay replay = Replay.open(weights, () -> linear(3, 2), FOUR, null)) {
      FrameConsumer interrupting = (frame, seen) -> Thread.currentThread().interrupt();
      assertThatThrownBy(() -> replay.each(new int[] {0, 1}, FOUR, interrupting, Progress.NONE))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(readers()).isZero();
    }
  }

  @Test
  void aRecordingWithoutWeightsIsRefused() throws Exception {
    Path path = Trainee.RESIDUAL.recordWithoutWeights(path());
    try (Recording recording = Recording.open(path)) {
      assertThatThrownBy(() -> Replay.open(recording, Trainee.RESIDUAL::create))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("run.zarr has no weights, so its network cannot be run again");
    }
  }

  @Test
  void aChoiceThatSeesNothingIsRefused() throws Exception {
    KeptWeights weights = weights(linear(3, 2), 1);
    try (Replay replay = Replay.open(weights, () -> linear(3, 2), FOUR, null)) {
      assertThatThrownBy(() -> replay.layers("conv*"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("no layer matches \"conv*\"; the nearest are");
      assertThatThrownBy(() -> replay.activations(0, FOUR).values("conv1"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no layer \"conv1\" was seen; there are 01Linear, 02Linear");
      assertThatThrownBy(
              () -> replay.activations(0, new Probes(List.of(9), new float[9], new long[1])))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("does not run on the probes, of shape (1, 9); if it takes other");
    }
  }

  private static long readers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("zoetrope-weights"))
        .count();
  }

  @Test
  void wholeNumbersAreFedAsSuchUnlessAFunctionConvertsThem() throws Exception {
    List<DataType> types = new ArrayList<>();
    Block block = tokens(types);
    Probes words =
        new Probes(
            List.of(4), Probes.Type.INT64, new double[] {1, 2, 3, 4, 5, 6, 7, 8}, new long[2]);
    KeptWeights weights = weights(tokens(types), 1);
    try (Replay replay = Replay.open(weights, () -> block, words, null)) {
      replay.activations(0, words);
    }
    assertThat(types).containsOnly(DataType.INT64);
    types.clear();
    try (Replay replay =
        Replay.open(
            weights,
            () -> tokens(types),
            words,
            ids -> new NDList(ids.toType(DataType.INT32, false)))) {
      replay.activations(0, words);
    }
    assertThat(types).containsOnly(DataType.INT32);
  }

  private static Block tokens(List<DataType> types) {
    return new SequentialBlock()
        .add(
            new LambdaBlock(
                in -> {
                  if (!in.head().getDataType().isFloating()) { // floats are for initialization
                    types.add(in.head().getDataType());
                  }
                  return new NDList(in.head().toType(DataType.FLOAT32, true));
                }))
        .add(Linear.builder().setUnits(2).build());
  }

  /** A block around another, with a forward pass of the test. */
  private static final class Around extends AbstractBlock {

    private interface Forward {
      NDList run(Block child, ParameterStore store, NDList in);
    }

    private final Block child;
    private final Forward forward;

    Around(Block child, Forward forward) {
      this.child = addChildBlock("child", child);
      this.forward = forward;
    }

    @Override
    protected NDList forwardInternal(
        ParameterStore store, NDList in, boolean training, PairList<String, Object> more) {
      return forward.run(child, store, in);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
      child.initialize(manager, type, shapes);
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
      return child.getOutputShapes(shapes);
    }
  }

  @Test
  void parametersThatTheNetworkReadsElsewhereAreReported() throws Exception {
    Block hidden = Linear.builder().setUnits(4).build();
    hidden.initialize(manager, DataType.FLOAT32, new Shape(1, 4));
    Block block =
        new SequentialBlock()
            .add(
                new Around(
                    Linear.builder().setUnits(4).optBias(false).build(),
                    (child, store, in) ->
                        new NDList(in.head().matMul(child.getParameters().valueAt(0).getArray()))))
            .add(
                new Around(
                    Linear.builder().setUnits(4).build(),
                    (child, store, in) ->
                        child.forward(store, hidden.forward(store, in, false), false)));
    KeptWeights weights = weights(block, 1);
    try (Replay replay = Replay.open(weights, () -> block, FOUR, null)) {
      assertThat(replay.leftOut()).isEmpty();
      replay.activations(0, FOUR);
      assertThat(replay.leftOut())
          .extracting(LeftOut::layer)
          .containsExactly("01Around/01child", "01Around/01child/weight", "weight", "bias");
    }
  }

  @Test
  void nativeMemoryIsFreedAfterEachFrame() throws Exception {
    List<Integer> arrays = new ArrayList<>();
    Block network =
        new Around(
            Trainee.RESIDUAL.create(),
            (child, store, in) -> {
              NDManager ofPass = in.head().getManager();
              arrays.add(
                  ofPass.getParentManager().getManagedArrays().size() // with those below
                      + store.getManager().getManagedArrays().size());
              return child.forward(store, in, false);
            });
    KeptWeights weights = weights(network, 5);
    try (Replay replay = Replay.open(weights, () -> network, FOUR, null)) {
      int[] frames = new int[200];
      for (int i = 0; i < frames.length; i++) {
        frames[i] = i % weights.frames();
      }
      replay.batchSize(1).each(frames, FOUR, (frame, seen) -> {}, Progress.NONE);
      for (int frame : frames) {
        replay.activations(frame, FOUR);
      }
    }
    assertThat(arrays).hasSizeGreaterThan(800);
    assertThat(arrays.subList(10, arrays.size())).containsOnly(arrays.get(10));
  }
}
