package dev.zoetrope.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;
import com.google.gson.GsonBuilder;
import dev.zoetrope.capture.ActivationRecorder;
import dev.zoetrope.dataset.ImageDataset;
import dev.zoetrope.dataset.Mnist;
import dev.zoetrope.files.FileTree;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.hooks.ForwardHooks;
import dev.zoetrope.hooks.HookHandle;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongPredicate;
import java.util.stream.Stream;

/**
 * What recording costs a training step, part by part, measured in one run: in each round every
 * variant trains for a block of steps, in an order drawn anew, so that whatever else the machine
 * does meets all alike. Compared are blocks of the same round.
 *
 * <p>Nothing is shared by accident: each variant has a network and a trainer of its own, so a bare
 * step runs in a network that never had a hook. The first step of a block is not counted, since it
 * meets cold caches. After a block that recorded, the run sleeps until the background thread has
 * committed, so that this does not fall upon the next variant; the next block of that variant
 * begins with a commit that is due at once, so commits come as often as in a real run. Losses and
 * weights depend on every step, so no step can be left out.
 */
public final class CaptureCost {

  static final String BARE = "bare";
  static final String PASS = "bare probe pass";

  private static final int BATCH = 1024;
  private static final long SETTLE_MILLIS = 1_100;
  private static final Path MEMORY = Path.of("/dev/shm");

  /**
   * What one variant came to.
   *
   * @param name as in reports
   * @param stepMillis mean of each block, by round; null in rounds that it sat out
   * @param callMillis time of the training thread in the listener, mean of each block
   * @param allocatedBytes on the Java heap a step, mean of each block, all threads together
   * @param frames how many frames it recorded
   * @param storedBytes what they take, files and metadata; 0 if nothing was written
   */
  record Result(
      String name,
      List<Double> stepMillis,
      List<Double> callMillis,
      List<Double> allocatedBytes,
      int frames,
      long storedBytes) {}

  private interface Factory {
    Action create(ArticleTraining training) throws IOException;
  }

  /** What a variant does in every step, in the listener's place. */
  private interface Action extends ArticleTraining.Listener, AutoCloseable {

    /** Ends the recording and returns how many frames it has; 0 if there is none. */
    default int frames() throws IOException {
      return 0;
    }

    /** Ends the recording and returns what its files take. */
    default long storedBytes() throws IOException {
      return 0;
    }

    default boolean worksInBackground() {
      return false;
    }

    @Override
    default void close() throws IOException {}
  }

  private static final class Variant {
    final String name;
    final int every;
    final ArticleTraining training;
    final Action action;
    final List<Double> stepMillis = new ArrayList<>();
    final List<Double> callMillis = new ArrayList<>();
    final List<Double> allocatedBytes = new ArrayList<>();

    Variant(String name, int every, ArticleTraining training, Action action) {
      this.name = name;
      this.every = every;
      this.training = training;
      this.action = action;
    }
  }

  private final ImageDataset data;
  private final Probes probes;
  private final int batchSize;
  private final int blockSteps;
  private final long settleMillis;
  private final Path directory;
  private final List<Variant> variants = new ArrayList<>();
  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  CaptureCost(ImageDataset data, int batchSize, int blockSteps, long settleMillis, Path directory) {
    this.data = data;
    this.batchSize = batchSize;
    this.blockSteps = blockSteps;
    this.settleMillis = settleMillis;
    this.directory = directory;
    probes = ArticleTraining.probes(data.test());
  }

  /** Arguments: file for the result, rounds, steps a block. */
  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("zoetrope-bench");
    try {
      CaptureCost cost =
          new CaptureCost(
              Mnist.load(), BATCH, Integer.parseInt(arguments[2]), SETTLE_MILLIS, directory);
      List<Result> results = cost.measure(Integer.parseInt(arguments[1]));
      Files.writeString(
          Path.of(arguments[0]), new GsonBuilder().setPrettyPrinting().create().toJson(results));
    } finally {
      FileTree.delete(directory);
    }
  }

  /** Runs all variants, the costs that matter most in every round, the others in every third. */
  List<Result> measure(int rounds) throws IOException {
    try {
      add(BARE, 1, training -> ArticleTraining::metrics);
      add("hooks attached, idle", 1, IdleHooks::new);
      add(PASS, 1, training -> new BarePass(training, probes));
      add("+ hooks and copy", 1, training -> new CopyingPass(training, probes));
      if (Files.isWritable(MEMORY)) {
        add("+ encoding, files in memory", 1, recording(Precision.INT8, MEMORY, "conv*"));
      } else {
        System.out.println("left out: files in memory, since there is no " + MEMORY);
      }
      add("recorded: conv, int8", 1, recording(Precision.INT8, directory, "conv*"));
      add("recorded: conv, float16", 3, recording(Precision.FLOAT16, directory, "conv*"));
      add("recorded: conv, float32", 3, recording(Precision.FLOAT32, directory, "conv*"));
      add("recorded: all layers, auto", 3, recording(Precision.AUTO, directory, "conv*", "dense*"));
      add(
          "recorded: conv, int8, every 10th step",
          3,
          training ->
              new Recorded(directory, probes, step -> step % 10 == 0, Precision.INT8, "conv*"));
      for (int round = 0; round < rounds; round++) {
        round(round);
        System.out.printf("round %d of %d%n", round + 1, rounds);
      }
      return results();
    } finally {
      for (Variant variant : variants) {
        variant.action.close();
        variant.training.close();
      }
    }
  }

  private void add(String name, int every, Factory factory) throws IOException {
    ArticleTraining training = new ArticleTraining("PyTorch", data.train(), batchSize);
    variants.add(new Variant(name, every, training, factory.create(training)));
  }

  private Factory recording(Precision precision, Path under, String... layers) {
    return training -> new Recorded(under, probes, step -> true, precision, layers);
  }

  private void round(int round) throws IOException {
    List<Variant> order = new ArrayList<>(variants);
    Collections.shuffle(order, new Random(round));
    for (Variant variant : order) {
      if (round % variant.every == 0) {
        block(variant);
      } else {
        variant.stepMillis.add(null);
        variant.callMillis.add(null);
        variant.allocatedBytes.add(null);
      }
    }
  }

  private void block(Variant variant) {
    int warmUp = variant.stepMillis.isEmpty() ? 4 : 1;
    double steps = 0;
    long[] calls = new long[1];
    long allocated = 0;
    for (int i = -warmUp; i < blockSteps; i++) {
      boolean counts = i >= 0;
      if (i == 0) {
        allocated = allocated();
      }
      variant.training.step(
          (trainer, batch) -> {
            long begin = System.nanoTime();
            variant.action.onBatch(trainer, batch);
            calls[0] += counts ? System.nanoTime() - begin : 0;
          });
      steps += counts ? variant.training.stepMillis() : 0;
    }
    variant.stepMillis.add(steps / blockSteps);
    variant.callMillis.add(calls[0] / 1e6 / blockSteps);
    variant.allocatedBytes.add((double) (allocated() - allocated) / blockSteps);
    if (variant.action.worksInBackground()) {
      sleep();
    }
  }

  private void sleep() {
    try {
      Thread.sleep(settleMillis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private long allocated() {
    return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }

  private List<Result> results() throws IOException {
    List<Result> results = new ArrayList<>();
    for (Variant variant : variants) {
      results.add(
          new Result(
              variant.name,
              variant.stepMillis,
              variant.callMillis,
              variant.allocatedBytes,
              variant.action.frames(),
              variant.action.storedBytes()));
    }
    return results;
  }

  /** Hooks that see the training's own passes, and do nothing. */
  private static final class IdleHooks implements Action {
    private final HookHandle hooks;

    IdleHooks(ArticleTraining training) {
      hooks =
          ForwardHooks.on(training.model())
              .select(BlockSelector.glob("conv*"))
              .observe((path, inputs, outputs) -> {});
    }

    @Override
    public void onBatch(Trainer trainer, BatchData batch) {
      ArticleTraining.metrics(trainer, batch);
    }

    @Override
    public void close() {
      hooks.close();
    }
  }

  /** The probes go through the network, and nobody looks. */
  private static class BarePass implements Action {
    private final NDArray input;

    BarePass(ArticleTraining training, Probes probes) {
      List<Long> shape = new ArrayList<>(List.of((long) probes.count()));
      probes.shape().forEach(length -> shape.add((long) length));
      input = training.trainer().getManager().create(probes.input(), new Shape(shape));
    }

    @Override
    public void onBatch(Trainer trainer, BatchData batch) {
      ArticleTraining.metrics(trainer, batch);
      JniUtils.setGradMode(false);
      try (NDManager pass = trainer.getManager().newSubManager()) {
        NDList inputs = new NDList(input);
        inputs.tempAttach(pass);
        trainer.evaluate(inputs);
      } finally {
        JniUtils.setGradMode(true);
      }
    }
  }

  /** The same, and hooks copy what they see into arrays. */
  private static final class CopyingPass extends BarePass {
    private final HookHandle hooks;
    private final Map<String, float[]> copies = new LinkedHashMap<>();
    private boolean passing;

    CopyingPass(ArticleTraining training, Probes probes) {
      super(training, probes);
      hooks =
          ForwardHooks.on(training.model())
              .select(BlockSelector.glob("conv*"))
              .observe((path, inputs, outputs) -> copy(path, outputs.singletonOrThrow()));
    }

    private void copy(String path, NDArray output) {
      if (passing) {
        float[] into = copies.computeIfAbsent(path, p -> new float[(int) output.size()]);
        output.toByteBuffer(true).order(ByteOrder.nativeOrder()).asFloatBuffer().get(into);
      }
    }

    @Override
    public void onBatch(Trainer trainer, BatchData batch) {
      passing = true;
      super.onBatch(trainer, batch);
      passing = false;
    }

    @Override
    public void close() {
      hooks.close();
    }
  }

  /** A recorder, as a user has it. */
  private static final class Recorded implements Action {
    private final Path parent;
    private final ActivationRecorder recorder;

    Recorded(Path under, Probes probes, LongPredicate steps, Precision precision, String... layers)
        throws IOException {
      parent = Files.createTempDirectory(under, "zoetrope-bench");
      recorder =
          ActivationRecorder.to(recording())
              .probes(probes)
              .layers(layers)
              .precision(precision)
              .steps(steps)
              .build();
    }

    @Override
    public void onBatch(Trainer trainer, BatchData batch) {
      recorder.onTrainingBatch(trainer, batch);
    }

    @Override
    public boolean worksInBackground() {
      return true;
    }

    @Override
    public int frames() throws IOException {
      recorder.close();
      try (Recording recording = Recording.open(recording())) {
        return recording.info().frames();
      }
    }

    private Path recording() {
      return parent.resolve("run.zarr");
    }

    @Override
    public long storedBytes() throws IOException {
      recorder.close();
      try (Stream<Path> files = Files.walk(parent)) {
        return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      }
    }

    @Override
    public void close() throws IOException {
      recorder.close();
      FileTree.delete(parent);
    }
  }
}
