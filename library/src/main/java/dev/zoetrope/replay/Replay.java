package dev.zoetrope.replay;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.pass.Network;
import dev.zoetrope.pass.PassInputs;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs a network with the weights of any recorded frame, on any images: the recorded probes, others
 * or a whole test set.
 *
 * <pre>{@code
 * try (Replay replay = Replay.open(recording, () -> block)) {
 *   Activations seen = replay.layers("conv*").activations(58, recording.probes());
 *   float[] values = seen.values("conv6"); // [image, …shape of the layer]
 *   float[] answers = replay.outputs(58, data).values("."); // [image, class]
 * }
 * }</pre>
 *
 * <p>Images may be inputs of any kind. The network runs as for predictions, without gradients. Its
 * own parameters do not change, since its blocks are given other arrays; hooks are attached only
 * while it runs. Not thread-safe, and nothing else may run the network at the same time.
 */
public final class Replay implements Closeable {

  private static final int DEFAULT_BATCH = 256;

  private final WeightSource source;
  private final Function<NDArray, NDList> inputs;
  private final NDManager manager;
  private final ReplayedParameters parameters;
  private final Block root;
  private final Network network;
  private final Map<LayerChoice, SeenLayers> known = new HashMap<>();
  private LayerChoice choice = LayerChoice.LEAVES;
  private int batchSize = DEFAULT_BATCH;
  private String kind;
  private int loaded = -1;

  private Replay(WeightSource source, Block root, Probes probes, Function<NDArray, NDList> inputs) {
    this.source = source;
    this.root = root;
    this.inputs = inputs;
    manager = manager(root);
    try {
      if (!root.isInitialized()) {
        root.initialize(manager, DataType.FLOAT32, shapes(probes));
      }
      Map<String, Parameter> recorded = NetworkFit.inOrder(root, source.parameters());
      parameters = new ReplayedParameters(manager.newSubManager(), recorded);
      network = new Network(() -> root, null, parameters, manager.getDevice(), manager);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  /**
   * Opens a recording whose probes are the network's input.
   *
   * @param recording must stay open
   * @param network returns the network that was recorded, built by the same code; it is initialized
   *     if it is not yet
   * @throws IllegalArgumentException if the recording has no weights, or the network has other
   *     parameters; the message lists the differences
   */
  public static Replay open(Recording recording, Supplier<? extends Block> network)
      throws IOException {
    return open(RecordedWeights.of(recording), network, recording.probes(), null);
  }

  /**
   * Opens a recording of a network whose inputs are made from its probes, for example because it
   * takes several, or int32, where recordings have int64.
   *
   * @param recording must stay open
   * @param network as in {@link #open(Recording, Supplier)}
   * @param inputs makes the network's inputs from an array of images, which can be the recording's
   *     probes; called in each pass, sometimes with one extra image; the arrays it makes are freed
   *     after the pass
   * @throws IllegalArgumentException as {@link #open(Recording, Supplier)}
   */
  public static Replay open(
      Recording recording, Supplier<? extends Block> network, Function<NDArray, NDList> inputs)
      throws IOException {
    return open(RecordedWeights.of(recording), network, recording.probes(), inputs);
  }

  static Replay open(
      WeightSource source,
      Supplier<? extends Block> network,
      Probes probes,
      Function<NDArray, NDList> inputs) {
    return new Replay(source, network.get(), probes, inputs);
  }

  /** Returns a manager on the device of the network, or on the default one if it has none yet. */
  private static NDManager manager(Block root) {
    for (Parameter parameter : root.getParameters().values()) {
      if (parameter.isInitialized()) {
        NDArray array = parameter.getArray();
        return array.getManager().getEngine().newBaseManager(array.getDevice());
      }
    }
    return Engine.getInstance().newBaseManager();
  }

  private Shape[] shapes(Probes probes) {
    try (Images images = images(probes);
        NDManager scope = manager.newSubManager()) {
      return images.batches(probes.count()).get(0).data(scope, false).getShapes();
    }
  }

  private Images images(Probes probes) {
    return Images.of(probes, inputs, manager.newSubManager());
  }

  /**
   * Chooses layers by {@linkplain BlockSelector#glob globs} for the calls that follow; the default
   * is every block without children. The names are those that a recorder gives them: the block's
   * path, with {@code #2} and so on for later calls, and {@code :1} and so on for further outputs.
   *
   * @return this object
   * @throws IllegalArgumentException if a glob matches no block
   */
  public Replay layers(String... globs) {
    for (String glob : globs) {
      BlockSelector.requireMatch(root, glob);
    }
    return choose(LayerChoice.of(globs));
  }

  /**
   * Chooses layers by a selector for the calls that follow.
   *
   * @return this object
   */
  public Replay layers(BlockSelector blocks) {
    return choose(new LayerChoice(List.of(), blocks));
  }

  private Replay choose(LayerChoice chosen) {
    if (chosen.globs().isEmpty() || !chosen.globs().equals(choice.globs())) {
      known.remove(choice);
      choice = chosen;
    }
    return this;
  }

  /**
   * Sets how many images the network sees at a time, for the calls that follow; the default is 256.
   * Larger batches take more memory. Float arithmetic may round differently in a batch of another
   * size; in batches of the recorder's size, the values are those of the recorder.
   *
   * @return this object
   * @throws IllegalArgumentException if the number is below 1
   */
  public Replay batchSize(int images) {
    if (images < 1) {
      throw new IllegalArgumentException("batches of " + images + " images; give a number above 0");
    }
    batchSize = images;
    return this;
  }

  /**
   * Returns what the chosen layers put out for images at a frame.
   *
   * @param images [image, …shape of one image], as the network's input or what the function that
   *     was given to {@link #open} makes inputs of
   * @throws IllegalArgumentException if the recording has no weights at this frame, or none of the
   *     chosen layers can be seen; the message says why
   * @throws IllegalStateException if the network does not run on the images
   */
  public Activations activations(int frame, Probes images) throws IOException {
    try (Images all = images(images)) {
      return one(frame, all, choice);
    }
  }

  /**
   * Returns what the chosen layers put out for images at a frame.
   *
   * @param images one array per input, [image, …shape of one image], with the same number of images
   *     each; if a function was given to {@link #open}, it gets the first of them
   * @throws IllegalArgumentException as {@link #activations(int, Probes)}, and if the arrays do not
   *     have the same number of images
   */
  public Activations activations(int frame, NDList images) throws IOException {
    try (Images all = Images.of(images, inputs, manager.newSubManager())) {
      return one(frame, all, choice);
    }
  }

  /**
   * Returns the network's own outputs for images at a frame, under the name {@code .}, with {@code
   * .:1} and so on for further ones. Does not change which layers are chosen; to have the outputs
   * of many frames, choose the layer {@code .}.
   *
   * @param images as in {@link #activations(int, Probes)}
   */
  public Activations outputs(int frame, Probes images) throws IOException {
    try (Images all = images(images)) {
      return one(frame, all, LayerChoice.ROOT);
    }
  }

  /**
   * Returns the network's own outputs for images at a frame, as {@link #outputs(int, Probes)}.
   *
   * @param images as in {@link #activations(int, NDList)}
   */
  public Activations outputs(int frame, NDList images) throws IOException {
    try (Images all = Images.of(images, inputs, manager.newSubManager())) {
      return one(frame, all, LayerChoice.ROOT);
    }
  }

  private Activations one(int frame, Images images, LayerChoice chosen) throws IOException {
    if (loaded != frame) {
      float[] values = new float[source.values()];
      source.read(frame, values);
      load(frame, values);
    }
    List<PassInputs> batches = images.batches(batchSize);
    SeenLayers layers = layers(chosen, images, batches.get(0));
    Activations seen = layers.allocate(images.count());
    int first = 0;
    for (PassInputs batch : batches) {
      run(layers, frame, batch, first, seen);
      first += batch.count();
    }
    return seen;
  }

  /**
   * Shows the chosen layers at many frames, in the order given. Meanwhile, another thread reads the
   * weights of the next frame.
   *
   * @param images [image, …shape of one image]
   * @param consumer gets each frame; the arrays it gets are filled again for the next frame
   * @param progress counts batches of images, over all frames
   * @throws java.util.concurrent.CancellationException if {@code progress} cancels it
   * @throws java.io.InterruptedIOException if this thread is interrupted
   * @throws IllegalArgumentException as {@link #activations(int, Probes)}
   * @throws IllegalStateException if the network does not run on the images
   */
  public void each(int[] frames, Probes images, FrameConsumer consumer, Progress progress)
      throws IOException {
    try (Images all = images(images)) {
      each(frames, all, consumer, progress);
    }
  }

  /**
   * Shows the chosen layers at many frames, as {@link #each(int[], Probes, FrameConsumer,
   * Progress)}.
   *
   * @param images as in {@link #activations(int, NDList)}
   */
  public void each(int[] frames, NDList images, FrameConsumer consumer, Progress progress)
      throws IOException {
    try (Images all = Images.of(images, inputs, manager.newSubManager())) {
      each(frames, all, consumer, progress);
    }
  }

  private void each(int[] frames, Images images, FrameConsumer consumer, Progress progress)
      throws IOException {
    List<PassInputs> batches = images.batches(batchSize);
    long total = (long) frames.length * batches.size();
    long done = 0;
    progress.report(0, total);
    Activations seen = null;
    try (ReadAhead weights = new ReadAhead(source, frames)) {
      for (int frame : frames) {
        load(frame, weights.next());
        SeenLayers layers = layers(choice, images, batches.get(0));
        if (seen == null) {
          seen = layers.allocate(images.count());
        }
        for (int i = 0; i < batches.size(); i++) {
          if (i > 0) {
            progress.report(done, total);
          }
          run(layers, frame, batches.get(i), i * batchSize, seen);
          done++;
        }
        consumer.accept(frame, seen);
        progress.report(done, total);
      }
    }
  }

  /** What to do with the network once it has the weights of a frame. */
  interface Run {
    void run(Network withWeights) throws IOException;
  }

  /** Runs something at many frames, while another thread reads the weights of the next one. */
  void each(int[] frames, Run run) throws IOException {
    try (ReadAhead weights = new ReadAhead(source, frames)) {
      for (int frame : frames) {
        load(frame, weights.next());
        try {
          run.run(network);
        } finally {
          parameters.sweep();
        }
      }
    }
  }

  /** Returns a new manager for arrays on the network's device. The caller closes it. */
  NDManager newManager() {
    return manager.newSubManager();
  }

  private void load(int frame, float[] values) {
    loaded = -1;
    parameters.fill(values);
    loaded = frame;
  }

  /** Finds the chosen layers, unless they are known for such images. */
  private SeenLayers layers(LayerChoice chosen, Images images, PassInputs first) {
    String now = images.kind() + first.count();
    if (!now.equals(kind)) {
      known.clear();
      kind = now;
    }
    SeenLayers layers = known.get(chosen);
    if (layers == null) {
      try {
        layers = new SeenLayers(network, chosen, first);
      } finally {
        parameters.sweep();
      }
      known.put(chosen, layers);
    }
    return layers;
  }

  private void run(SeenLayers layers, int frame, PassInputs batch, int first, Activations seen) {
    try {
      layers.run(frame, batch, first, seen);
    } finally {
      parameters.sweep();
    }
  }

  /**
   * Returns which of the chosen layers cannot be seen and why, and for which parameters the network
   * may not have used the recorded values; empty before the first run.
   */
  public List<LeftOut> leftOut() {
    SeenLayers layers = known.get(choice);
    if (layers == null) {
      return List.of();
    }
    List<LeftOut> all = new ArrayList<>(layers.leftOut());
    all.addAll(parameters.doubtful());
    return all;
  }

  /** Frees the arrays, including those of a network that was initialized by {@link #open}. */
  @Override
  public void close() {
    manager.close();
  }
}
