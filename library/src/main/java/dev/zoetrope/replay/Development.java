package dev.zoetrope.replay;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import dev.zoetrope.files.PathLock;
import dev.zoetrope.pass.PassInputs;
import dev.zoetrope.recording.DevelopingWriter;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Computes the activations of a deferred recording, which holds weights alone, and writes them into
 * it. What is there stays valid at all times; if it is interrupted, it goes on where it was.
 *
 * <pre>{@code
 * Development.of(file, () -> block).run(Progress.NONE);
 * }</pre>
 */
public final class Development {

  private final Path path;
  private final Supplier<? extends Block> network;
  private NDList data;
  private NDList labels = new NDList();
  private Function<NDArray, NDList> inputs;

  private Development(Path path, Supplier<? extends Block> network) {
    this.path = path;
    this.network = network;
  }

  /**
   * Prepares to develop a recording, a directory.
   *
   * @param network returns the network that was recorded, built by the same code; it is initialized
   *     if it is not yet, and its own parameters do not change
   */
  public static Development of(Path recording, Supplier<? extends Block> network) {
    return new Development(recording, network);
  }

  /**
   * Sets the network's inputs, as they were given to the recorder; the default is the recording's
   * probes, which are the first of them.
   *
   * @param ofProbes one array per input, [probe, …shape of one input]
   * @return this object
   */
  public Development data(NDList ofProbes) {
    data = ofProbes;
    return this;
  }

  /**
   * Sets the labels of a network that cannot run without, as they were given to the recorder.
   *
   * @param ofProbes one array per label input, [probe, …]
   * @return this object
   */
  public Development labels(NDList ofProbes) {
    labels = ofProbes;
    return this;
  }

  /**
   * Sets how the network's inputs are made from the probes' first array, as it was given to the
   * recorder.
   *
   * @return this object
   */
  public Development inputs(Function<NDArray, NDList> ofProbes) {
    inputs = ofProbes;
    return this;
  }

  /**
   * Develops what is not developed yet, on the calling thread. Weights are read ahead on another.
   *
   * @param progress counts frames; if it cancels, what was developed stays
   * @return the number of frames that were developed now; 0 if there was nothing to do
   * @throws java.util.concurrent.CancellationException if {@code progress} cancels it
   * @throws java.nio.file.FileSystemException if another program writes into the recording
   * @throws IllegalArgumentException if the network is not the recorded one; the message lists the
   *     differences
   * @throws IllegalStateException if the network does not run on the probes
   * @throws IOException if the recording is damaged, or the disk is full; frames that were
   *     committed stay
   */
  @SuppressWarnings("try") // the lock is only held
  public int run(Progress progress) throws IOException {
    try (PathLock lock = PathLock.take(path);
        Recording recording = Recording.open(path)) {
      if (recording.info().frames() == recording.info().exposed()) {
        return 0;
      }
      Replay replay = Replay.open(recording, network, inputs);
      try (replay;
          PassInputs probes = probes(replay.newManager(), recording);
          DevelopingWriter writer = DevelopingWriter.open(path)) {
        return run(replay, probes, recording, writer, progress);
      }
    }
  }

  private PassInputs probes(NDManager own, Recording recording) throws IOException {
    if (data == null) {
      NDList shown = new NDList(Images.array(recording.probes(), own));
      return new PassInputs(own, shown, moved(labels, own), inputs);
    }
    return new PassInputs(own, moved(data, own), moved(labels, own), inputs);
  }

  private static NDList moved(NDList arrays, NDManager own) {
    NDList moved = new NDList();
    for (NDArray array : arrays) {
      NDArray copy = array.toDevice(own.getDevice(), true);
      copy.attach(own);
      moved.add(copy);
    }
    return moved;
  }

  private static int run(
      Replay replay,
      PassInputs probes,
      Recording recording,
      DevelopingWriter writer,
      Progress progress)
      throws IOException {
    int begin = writer.frames();
    int[] frames = IntStream.range(begin, writer.exposed()).toArray();
    progress.report(begin, writer.exposed());
    RecordedLayers layers = new RecordedLayers(recording.info().layers(), probes.count());
    replay.each(
        frames,
        network -> {
          if (writer.frames() == begin) {
            layers.find(network, probes);
          }
          writer.append(layers.run());
          writer.commitIfDue();
          progress.report(writer.frames(), writer.exposed());
        });
    return frames.length;
  }
}
