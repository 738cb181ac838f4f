package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayMetadata;
import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.DataType;
import dev.zoetrope.zarr.Store;
import dev.zoetrope.zarr.StoreReplacedException;
import dev.zoetrope.zarr.ZarrFormatException;
import dev.zoetrope.zarr.ZstdLibrary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Reads a recording, a directory or a packed zip, in any order, even while it is being written.
 *
 * <pre>{@code
 * try (Recording run = Recording.open(Path.of("run.zarr"))) {
 *   float[] values = run.activation("conv1", run.info().frames() - 1);
 * }
 * }</pre>
 *
 * <p>Opening reads only metadata. A recording shows the state of the last commit before {@link
 * #open} or {@link #refresh}. Thread-safe.
 *
 * <p>Every method that reads throws {@link RecordingFormatException} if the recording is damaged,
 * {@link RecordingReplacedException} if another one has taken its place, and {@link
 * java.io.InterruptedIOException} or another {@code IOException} if its thread is interrupted.
 */
public final class Recording implements Closeable {

  /** Enough for the default run, but at most a quarter of the maximum heap. */
  private static final long DEFAULT_CACHE_BYTES =
      Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 4);

  private final Path path;
  private final Store store;
  private final ArrayAccess arrays;
  private volatile Snapshot seen;

  private Recording(Path path, Store store, long cacheBytes) throws IOException {
    this.path = path;
    this.store = store;
    arrays = new ArrayAccess(store, cacheBytes);
    seen = Snapshot.read(store);
  }

  /**
   * Opens a recording. Caches up to 64 MiB of decoded chunks, but at most a quarter of the maximum
   * heap size. The cache is off the heap and is freed when the recording is closed.
   *
   * @throws NoSuchFileException if there is nothing at the path
   */
  public static Recording open(Path path) throws IOException {
    return open(path, DEFAULT_CACHE_BYTES);
  }

  /**
   * Opens a recording.
   *
   * @param cacheBytes the size of the cache of decoded chunks in bytes, off the heap; one chunk is
   *     always cached
   * @throws NoSuchFileException if there is nothing at the path
   */
  public static Recording open(Path path, long cacheBytes) throws IOException {
    ZstdLibrary.require();
    Store store;
    try {
      store = Store.open(path, RootJson::isRoot);
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(path, e);
    }
    try {
      return new Recording(path, store, cacheBytes);
    } catch (ZarrFormatException e) {
      store.close();
      throw new RecordingFormatException(path, e);
    } catch (IOException | RuntimeException e) {
      store.close();
      throw e;
    }
  }

  /** Returns the path of the recording. */
  public Path path() {
    return path;
  }

  /** Returns the description of the recording. */
  public RecordingInfo info() {
    return seen.root().info();
  }

  /**
   * Looks for newly committed frames.
   *
   * @return whether anything changed
   * @throws RecordingReplacedException if another recording is at the path now; {@link #info} does
   *     not change, but reading may fail
   */
  public boolean refresh() throws IOException {
    return reading(
        () -> {
          Snapshot latest = Snapshot.read(store);
          if (latest.root().equals(seen.root())) {
            return false;
          }
          if (!seen.root().isContinuedBy(latest.root())) {
            throw new RecordingReplacedException(path);
          }
          seen = latest;
          return true;
        });
  }

  /** Returns the step of each frame: the number of optimizer updates before it was taken. */
  public long[] steps() throws IOException {
    return longs(curve(TrainingEncoder.STEP, seen.frames()));
  }

  /** Returns the epoch of each frame's step, from 1; 0 for the untrained network. */
  public long[] epochs() throws IOException {
    return longs(curve(TrainingEncoder.EPOCH, seen.frames()));
  }

  /** Returns the training loss of each frame's minibatch; NaN for frames without one. */
  public float[] losses() throws IOException {
    return floats(curve(TrainingEncoder.LOSS, seen.frames()));
  }

  /** Returns the accuracy on each frame's minibatch, 0…1; NaN for frames without one. */
  public float[] accuracies() throws IOException {
    return floats(curve(TrainingEncoder.ACCURACY, seen.frames()));
  }

  /**
   * Returns what is known of the step of each frame, including frames of a deferred recording that
   * are not developed.
   */
  public List<TrainingStep> exposedSteps() throws IOException {
    int exposed = seen.exposed();
    double[] steps = curve(TrainingEncoder.STEP, exposed);
    double[] epochs = curve(TrainingEncoder.EPOCH, exposed);
    double[] losses = curve(TrainingEncoder.LOSS, exposed);
    double[] accuracies = curve(TrainingEncoder.ACCURACY, exposed);
    return IntStream.range(0, exposed)
        .mapToObj(
            i ->
                new TrainingStep(
                    (long) steps[i], (long) epochs[i], (float) losses[i], (float) accuracies[i]))
        .toList();
  }

  private double[] curve(int column, int frames) throws IOException {
    Snapshot now = seen;
    return reading(
        () ->
            new CurveReader(arrays, now, frames)
                .column(arrays.open(now.catalog().ofTraining()), column));
  }

  private static long[] longs(double[] values) {
    return Arrays.stream(values).mapToLong(value -> (long) value).toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /**
   * Returns the frames that have weights, in ascending order, including those of a deferred
   * recording that are not developed; none if no weights are recorded.
   */
  public int[] framesWithWeights() throws IOException {
    Snapshot now = seen;
    if (now.weights().isEmpty()) {
      return new int[0];
    }
    double[] checkpoints = curve(TrainingEncoder.CHECKPOINT, now.exposed());
    return IntStream.range(0, checkpoints.length)
        .filter(frame -> !Double.isNaN(checkpoints[frame]))
        .toArray();
  }

  /**
   * Reads all parameters of the network at one frame, developed or not.
   *
   * @return the values of one parameter after the other, in the order of {@link
   *     WeightsInfo#parameters}, each in row-major order
   * @throws IllegalArgumentException if no weights are recorded, or this frame has none
   */
  public float[] weights(int frame) throws IOException {
    float[] values = new float[seen.requireWeights().layout().info().values()];
    weights(frame, values);
    return values;
  }

  /**
   * Reads all parameters of the network at one frame into an array of the right length.
   *
   * @param out receives the values of one parameter after the other, in the order of {@link
   *     WeightsInfo#parameters}, each in row-major order
   * @throws IllegalArgumentException if no weights are recorded, or this frame has none, or {@code
   *     out} has the wrong length
   */
  public void weights(int frame, float[] out) throws IOException {
    Snapshot now = seen;
    WeightArrays described = now.requireWeights();
    if (out.length != described.layout().info().values()) {
      throw new IllegalArgumentException("an array of " + out.length + " values does not fit");
    }
    int checkpoint = checkpoint(now, frame);
    reading(
        () -> {
          WeightsProgress progress = now.root().weights().orElseThrow();
          try {
            WeightsReader.read(arrays, described, progress, checkpoint, out);
          } catch (ZarrFormatException e) {
            // The writer may have moved the checkpoint into its group since the last refresh.
            WeightsProgress latest = Snapshot.read(store).root().weights().orElse(progress);
            if (latest.equals(progress)) {
              throw e;
            }
            WeightsReader.read(arrays, described, latest, checkpoint, out);
          }
          return out;
        });
  }

  /**
   * Returns the size of a level of each parameter that is stored in levels, at one frame, and 0 for
   * those that are stored exactly. A weight differs by at most 0.9 of its level from what it was.
   *
   * @return one number for each of {@link WeightsInfo#parameters}
   * @throws IllegalArgumentException if no weights are recorded, or this frame has none
   */
  public float[] weightLevels(int frame) throws IOException {
    Snapshot now = seen;
    WeightArrays described = now.requireWeights();
    float[] levels = new float[described.layout().places().size()];
    int checkpoint = checkpoint(now, frame);
    if (described.hasLevels()) {
      float[] scales =
          reading(
              () ->
                  WeightsReader.scales(
                      arrays, described, now.root().weights().orElseThrow(), checkpoint));
      int column = 0;
      for (int i = 0; i < levels.length; i++) {
        if (described.layout().places().get(i).coarse()) {
          levels[i] = scales[column];
          column++;
        }
      }
    }
    return levels;
  }

  /** Returns the compressed size of the stored weights in bytes; 0 if there are none. */
  public long storedWeightBytes() throws IOException {
    Snapshot now = seen;
    return reading(
        () -> {
          long bytes = 0;
          for (WeightChunks chunks : WeightChunks.of(now, arrays)) {
            for (int chunk = chunks.from(); chunk < chunks.to(); chunk++) {
              bytes += chunks.array().storedBytes(chunk);
            }
          }
          return bytes;
        });
  }

  private int checkpoint(Snapshot now, int frame) throws IOException {
    if (frame < 0 || frame >= now.exposed()) {
      throw new IllegalArgumentException(
          "no frame " + frame + "; the recording has " + now.exposed() + " frames");
    }
    double checkpoint =
        reading(
            () ->
                new CurveReader(arrays, now, now.exposed())
                    .value(
                        arrays.open(now.catalog().ofTraining()),
                        frame,
                        TrainingEncoder.CHECKPOINT));
    if (Double.isNaN(checkpoint)) {
      throw new IllegalArgumentException("no weights were kept at frame " + frame);
    }
    if (!(checkpoint >= 0 && checkpoint < now.root().weights().orElseThrow().checkpoints())) {
      throw new RecordingFormatException(
          path,
          new ZarrFormatException(
              ArrayCatalog.TRAINING, "frame " + frame + " has no checkpoint " + checkpoint));
    }
    return (int) checkpoint;
  }

  /**
   * Reads a series, up to the last committed frame.
   *
   * @throws IllegalArgumentException if there is no such series; the message lists the existing
   *     ones
   */
  public Series series(String name) throws IOException {
    Snapshot now = seen;
    String array = now.seriesPath(name);
    return reading(
        () -> {
          ArrayReader reader = arrays.openSeries(array);
          float[] values = new CurveReader(arrays, now, now.frames()).floats(reader);
          return new Series(name, ArrayAccess.columns(reader), values);
        });
  }

  /** Returns the inputs that were fed through the network. */
  public Probes probes() throws IOException {
    Snapshot now = seen;
    return reading(() -> readProbes(now));
  }

  private Probes readProbes(Snapshot now) throws IOException {
    ArrayReader input = arrays.open(ArrayCatalog.PROBE_INPUT);
    ArrayReader label = arrays.open(ArrayCatalog.PROBE_LABEL);
    List<Integer> shape = input.metadata().shape();
    int count = shape.get(0);
    if (label.metadata().dataType() != DataType.INT64
        || !label.metadata().shape().equals(List.of(count))
        || count == 0
        || input.metadata().chunkLength() < count
        || label.metadata().chunkLength() < count) {
      throw new ZarrFormatException(label.path(), "does not fit " + input.path());
    }
    Probes.Type type = Probes.Type.of(input.path(), input.metadata().dataType());
    double[] values = new double[count * input.metadata().sliceBytes() / type.dataType().size()];
    type.read(arrays.onlyChunk(now, input), values);
    long[] labels = new long[count];
    arrays.onlyChunk(now, label).asLongBuffer().get(labels);
    return new Probes(shape.subList(1, shape.size()), type, values, labels);
  }

  /**
   * Reads a layer's activations at one frame.
   *
   * @return [probe, …shape of the layer] in row-major order; NaN for missing values
   * @throws IllegalArgumentException if there is no such layer or frame
   */
  public float[] activation(String layer, int frame) throws IOException {
    Layer wanted = info().layer(layer);
    seen.requireFrame(frame);
    float[] values = new float[valuesPerFrame(wanted)];
    activation(layer, frame, values);
    return values;
  }

  /**
   * Reads a layer's activations at one frame into an array of the right length.
   *
   * @param out receives [probe, …shape of the layer] in row-major order
   * @throws IllegalArgumentException if there is no such layer or frame, or {@code out} has the
   *     wrong length
   */
  public void activation(String layer, int frame, float[] out) throws IOException {
    Snapshot now = seen;
    now.requireFrame(frame);
    ArraySpec spec = now.array(layer, ArrayCatalog.ACTIVATION);
    ActivationCodec codec = new ActivationCodec(now.root().info().layer(layer));
    reading(
        () -> {
          ArrayReader array = arrays.open(spec);
          if (out.length != valuesPerFrame(array.metadata())) {
            throw new IllegalArgumentException(
                "an array of " + out.length + " values does not fit");
          }
          arrays.useSlice(now, array, frame, stored -> codec.decode(stored, out));
          return out;
        });
  }

  /**
   * Reads the statistics of a layer at one frame.
   *
   * @return one entry per channel (or unit)
   * @throws IllegalArgumentException if there is no such layer or frame
   */
  public List<Statistics> statistics(String layer, int frame) throws IOException {
    Snapshot now = seen;
    now.requireFrame(frame);
    List<Layer> layers = now.root().info().layers();
    Layer wanted = now.root().info().layer(layer);
    int channels = wanted.channels();
    int begin =
        StatisticsEncoder.firstChannel(layers, layers.indexOf(wanted))
            * Statistics.COUNT
            * Float.BYTES;
    return reading(
        () -> {
          List<Statistics> statistics = new ArrayList<>(channels);
          arrays.useSlice(
              now,
              arrays.open(now.catalog().at(ArrayCatalog.STATISTICS)),
              frame,
              stored -> {
                stored.position(stored.position() + begin);
                for (int channel = 0; channel < channels; channel++) {
                  statistics.add(Statistics.read(stored));
                }
              });
          return statistics;
        });
  }

  /** Returns the compressed size of a layer's stored activations in bytes. */
  public long storedBytes(String layer) throws IOException {
    Snapshot now = seen;
    ArraySpec spec = now.array(layer, ArrayCatalog.ACTIVATION);
    if (now.developed().isEmpty()) {
      return 0;
    }
    return reading(
        () -> {
          ArrayReader array = arrays.open(spec);
          long bytes = 0;
          for (int chunk = 0; chunk < ArrayAccess.chunks(array, now.frames()); chunk++) {
            bytes += array.storedBytes(chunk);
          }
          return bytes;
        });
  }

  /**
   * Returns files in the recording's folder that are not part of a recording, such as notes.
   *
   * @return paths relative to the folder; empty for a packed recording
   */
  public List<String> otherFiles() throws IOException {
    return store.files().stream().filter(file -> !ArrayCatalog.isPart(file)).toList();
  }

  /**
   * Returns the number of values of a layer in one frame, over all probes.
   *
   * @throws IllegalArgumentException if this recording has no layer of this name
   */
  public int valuesPerFrame(Layer layer) throws IOException {
    Snapshot now = seen;
    ArraySpec spec = now.array(layer.name(), ArrayCatalog.ACTIVATION);
    if (now.developed().isEmpty()) {
      return Math.multiplyExact(probes().count(), layer.valuesPerProbe());
    }
    return reading(() -> valuesPerFrame(arrays.open(spec).metadata()));
  }

  private static int valuesPerFrame(ArrayMetadata metadata) {
    return metadata.sliceBytes() / metadata.dataType().size();
  }

  @Override
  public void close() throws IOException {
    arrays.close();
    store.close();
  }

  Snapshot seen() {
    return seen;
  }

  Store store() {
    return store;
  }

  ArrayAccess arrays() {
    return arrays;
  }

  interface Reading<T> {
    T run() throws IOException;
  }

  /** Adds the recording's path to errors about damage. */
  <T> T reading(Reading<T> reading) throws IOException {
    try {
      return reading.run();
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(path, e);
    } catch (StoreReplacedException e) {
      throw new RecordingReplacedException(path);
    }
  }
}
