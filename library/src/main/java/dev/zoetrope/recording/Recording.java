package dev.zoetrope.recording;

import dev.zoetrope.recording.internal.ArrayMetadata;
import dev.zoetrope.recording.internal.ArrayReader;
import dev.zoetrope.recording.internal.DataType;
import dev.zoetrope.recording.internal.Store;
import dev.zoetrope.recording.internal.ZarrFormatException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Reads a recording, a directory or a packed zip, in any order; also one that is still written.
 *
 * <p>Opening reads metadata only. What is seen stays as it was at the last commit before {@link
 * #open} or {@link #refresh}. Safe for use by several threads.
 *
 * <p>Every method that reads throws {@link RecordingFormatException} where the recording is
 * damaged, and {@link java.io.InterruptedIOException} or another {@code IOException} if its thread
 * is interrupted.
 */
public final class Recording implements Closeable {

  /** Holds the default run; where memory is scarce, a quarter of what the heap may grow to. */
  private static final long DEFAULT_CACHE_BYTES =
      Math.min(64L << 20, Runtime.getRuntime().maxMemory() / 4);

  private final Path path;
  private final Store store;
  private final ChunkCache cache;
  private final ChecksumTable checksums;
  private final Map<String, ArrayReader> arrays = new ConcurrentHashMap<>();
  private volatile RootMetadata.Parsed root;

  private Recording(Path path, Store store, long cacheBytes) throws IOException {
    this.path = path;
    this.store = store;
    this.cache = new ChunkCache(cacheBytes);
    this.checksums = new ChecksumTable(store);
    this.root = readRoot();
  }

  /**
   * Opens a recording. Keeps at most 64 MiB of decoded chunks, or a quarter of what the heap may
   * grow to. They lie outside the heap, until the recording is closed.
   *
   * @throws NoSuchFileException if nothing is there
   */
  public static Recording open(Path path) throws IOException {
    return open(path, DEFAULT_CACHE_BYTES);
  }

  /**
   * Opens a recording.
   *
   * @param cacheBytes how many bytes of decoded chunks to keep, outside the heap; one chunk is
   *     always kept
   * @throws NoSuchFileException if nothing is there
   */
  public static Recording open(Path path, long cacheBytes) throws IOException {
    Store store;
    try {
      store = Store.open(path);
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

  private RootMetadata.Parsed readRoot() throws IOException {
    byte[] json =
        store
            .read(Store.METADATA, RootMetadata.MAX_BYTES)
            .orElseThrow(
                () -> new ZarrFormatException("", "is not a recording: there is no zarr.json"));
    return RootMetadata.parse(json);
  }

  /** Returns where the recording lies. */
  public Path path() {
    return path;
  }

  /** Returns what the recording says of itself. */
  public RecordingInfo info() {
    return root.info();
  }

  /**
   * Looks for frames committed since.
   *
   * @return whether anything changed
   */
  public boolean refresh() throws IOException {
    try {
      RootMetadata.Parsed latest = readRoot();
      boolean changed = !latest.equals(root);
      root = latest;
      return changed;
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(path, e);
    }
  }

  /** Returns the step of each frame: optimizer updates applied when it was taken. */
  public long[] steps() throws IOException {
    return longs(RootMetadata.STEP);
  }

  /** Returns the epoch of each frame's step, from 1; 0 for the untrained network. */
  public long[] epochs() throws IOException {
    return longs(RootMetadata.EPOCH);
  }

  /** Returns the training loss of each frame's minibatch; NaN where there is none. */
  public float[] losses() throws IOException {
    return floats(RootMetadata.LOSS, 1);
  }

  /** Returns the accuracy on each frame's minibatch, 0…1; NaN where there is none. */
  public float[] accuracies() throws IOException {
    return floats(RootMetadata.ACCURACY, 1);
  }

  /**
   * Reads a series, as far as frames are committed.
   *
   * @throws IllegalArgumentException if there is no such series; the message lists those there are
   */
  public Series series(String name) throws IOException {
    RootMetadata.Parsed seen = root;
    int index = seen.info().series().indexOf(name);
    if (index < 0) {
      String known = String.join(", ", seen.info().series());
      throw new IllegalArgumentException(
          "no series \"%s\" in this recording; it has %s"
              .formatted(name, known.isEmpty() ? "none" : known));
    }
    String array = seen.seriesPaths().get(index);
    try {
      List<String> columns = RootMetadata.columns(array, array(array, DataType.FLOAT32).metadata());
      return new Series(name, columns, floats(array, Math.max(1, columns.size())));
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(path, e);
    }
  }

  /** Returns the inputs that were fed through the network. */
  public Probes probes() throws IOException {
    RootMetadata.Parsed seen = root;
    try {
      ArrayReader input = array(RootMetadata.PROBE_INPUT);
      Probes.Type type = Probes.Type.of(RootMetadata.PROBE_INPUT, input.metadata().dataType());
      ArrayReader label = array(RootMetadata.PROBE_LABEL, DataType.INT64);
      List<Integer> shape = input.metadata().shape();
      int count = shape.get(0);
      if (!label.metadata().shape().equals(List.of(count))
          || count == 0
          || input.metadata().chunkLength() < count
          || label.metadata().chunkLength() < count) {
        throw new ZarrFormatException(label.path(), "does not fit " + input.path());
      }
      double[] values = new double[count * input.metadata().sliceBytes() / type.dataType().size()];
      type.read(chunk(seen, input, 0), values);
      long[] labels = new long[count];
      chunk(seen, label, 0).asLongBuffer().get(labels);
      return new Probes(shape.subList(1, shape.size()), type, values, labels);
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(path, e);
    }
  }

  /**
   * Reads a layer's activations at one frame.
   *
   * @return [probe, …shape of the layer] in row-major order; NaN where there is no value
   * @throws IllegalArgumentException if there is no such layer or frame
   */
  public float[] activation(String layer, int frame) throws IOException {
    Layer described = info().layer(layer);
    float[] values = new float[valuesPerFrame(described)];
    activation(layer, frame, values);
    return values;
  }

  /**
   * Reads a layer's activations at one frame into an array of the right length.
   *
   * @param out receives [probe, …shape of the layer] in row-major order
   * @throws IllegalArgumentException if there is no such layer or frame, or the length is wrong
   */
  public void activation(String layer, int frame, float[] out) throws IOException {
    RootMetadata.Parsed seen = root;
    Layer described = requireFrame(seen, layer, frame);
    try {
      ArrayReader array = activationArray(seen, described);
      int slice = array.metadata().sliceBytes();
      if (out.length * described.precision().dataType().size() != slice) {
        throw new IllegalArgumentException("an array of " + out.length + " values does not fit");
      }
      ActivationCodec codec = new ActivationCodec(described);
      useSlice(seen, array, frame, stored -> codec.decode(stored, out));
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(path, e);
    }
  }

  /**
   * Reads a layer's weights at one frame.
   *
   * @return [out, in, …kernel] in row-major order
   * @throws IllegalArgumentException if there is no such layer or frame, or the layer's weights
   *     were not recorded
   */
  public float[] weight(String layer, int frame) throws IOException {
    RootMetadata.Parsed seen = root;
    Layer described = requireFrame(seen, layer, frame);
    if (described.weightShape().isEmpty()) {
      throw new IllegalArgumentException("the weights of layer " + layer + " were not recorded");
    }
    try {
      ArrayReader array = weightArray(seen, described);
      float[] values = new float[described.weights()];
      useSlice(seen, array, frame, stored -> stored.asFloatBuffer().get(values));
      return values;
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(path, e);
    }
  }

  /**
   * Reads the statistics of a layer at one frame.
   *
   * @return one entry a channel (or unit)
   * @throws IllegalArgumentException if there is no such layer or frame
   */
  public List<Statistics> statistics(String layer, int frame) throws IOException {
    RootMetadata.Parsed seen = root;
    Layer described = requireFrame(seen, layer, frame);
    try {
      ArrayReader array = statisticsArray(seen, described);
      List<Statistics> statistics = new ArrayList<>(described.channels());
      useSlice(
          seen,
          array,
          frame,
          stored -> {
            for (int channel = 0; channel < described.channels(); channel++) {
              statistics.add(Statistics.read(stored));
            }
          });
      return statistics;
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(path, e);
    }
  }

  /** Returns how many bytes a layer's activations take as they are stored, compressed. */
  public long storedBytes(String layer) throws IOException {
    RootMetadata.Parsed seen = root;
    try {
      ArrayReader array = activationArray(seen, seen.info().layer(layer));
      long bytes = 0;
      for (int chunk = 0; chunk < chunks(array, seen.info().frames()); chunk++) {
        bytes += array.storedBytes(chunk);
      }
      return bytes;
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(path, e);
    }
  }

  /** Returns the number of values of one frame of a layer, over all probes. */
  public int valuesPerFrame(Layer layer) throws IOException {
    try {
      ArrayMetadata metadata = activationArray(root, layer).metadata();
      return metadata.sliceBytes() / metadata.dataType().size();
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(path, e);
    }
  }

  @Override
  public void close() throws IOException {
    cache.close();
    checksums.close();
    store.close();
  }

  Store store() {
    return store;
  }

  interface ArraySource {
    ArrayReader open() throws IOException;
  }

  /** Returns every array that has a slice a frame, each still to be opened. */
  List<ArraySource> arrays() {
    RootMetadata.Parsed seen = root;
    List<ArraySource> all = new ArrayList<>();
    all.add(() -> array(RootMetadata.STEP, DataType.INT64));
    all.add(() -> array(RootMetadata.EPOCH, DataType.INT64));
    all.add(() -> array(RootMetadata.LOSS, DataType.FLOAT32));
    all.add(() -> array(RootMetadata.ACCURACY, DataType.FLOAT32));
    for (Layer layer : seen.info().layers()) {
      all.add(() -> activationArray(seen, layer));
      all.add(() -> statisticsArray(seen, layer));
      if (!layer.weightShape().isEmpty()) {
        all.add(() -> weightArray(seen, layer));
      }
    }
    for (String series : seen.seriesPaths()) {
      all.add(() -> array(series, DataType.FLOAT32));
    }
    return all;
  }

  static int chunks(ArrayReader array, int frames) {
    return (int) Math.ceil((double) frames / array.metadata().chunkLength());
  }

  /** Returns the table of checksums, if any of it is to be believed. */
  Optional<ArrayReader> checksums() throws IOException {
    return checksumRows() > 0 ? Optional.of(checksums.open()) : Optional.empty();
  }

  /** Returns how many rows of the table of checksums are committed. */
  int checksumRows() {
    return root.checksums().rows();
  }

  /** Returns the checksum that was noted for a chunk, empty where there is none. */
  OptionalInt checksum(ArrayReader array, int chunk) throws IOException {
    return checksums.of(root, array, chunk);
  }

  private ByteBuffer chunk(RootMetadata.Parsed seen, ArrayReader array, int chunk)
      throws IOException {
    return array.chunk(chunk, checksums.of(seen, array, chunk), ByteBuffer::allocateDirect);
  }

  private void useSlice(
      RootMetadata.Parsed seen, ArrayReader array, int frame, Consumer<ByteBuffer> use)
      throws IOException {
    ArrayMetadata metadata = array.metadata();
    int begin = frame % metadata.chunkLength() * metadata.sliceBytes();
    useChunk(seen, array, frame, chunk -> use.accept(chunk.position(begin)));
  }

  private void useChunk(
      RootMetadata.Parsed seen, ArrayReader array, int frame, Consumer<ByteBuffer> use)
      throws IOException {
    cache.use(
        array,
        frame,
        seen.info().frames(),
        (chunk, memory) -> array.chunk(chunk, checksums.of(seen, array, chunk), memory),
        use);
  }

  private Layer requireFrame(RootMetadata.Parsed seen, String layer, int frame) {
    if (frame < 0 || frame >= seen.info().frames()) {
      throw new IllegalArgumentException(
          "no frame " + frame + "; the recording has frames 0 to " + (seen.info().frames() - 1));
    }
    return seen.info().layer(layer);
  }

  private ArrayReader activationArray(RootMetadata.Parsed seen, Layer layer) throws IOException {
    ArrayReader array =
        layerArray(seen, layer, RootMetadata.ACTIVATION, layer.precision().dataType());
    List<Integer> shape = array.metadata().shape();
    if (shape.size() < 3 || !shape.subList(2, shape.size()).equals(layer.shape())) {
      throw new ZarrFormatException(array.path(), "its shape is not that of the layer");
    }
    ActivationCodec.requireScale(array, layer);
    return array;
  }

  private ArrayReader statisticsArray(RootMetadata.Parsed seen, Layer layer) throws IOException {
    ArrayReader array = layerArray(seen, layer, RootMetadata.STATISTICS, DataType.FLOAT32);
    List<Integer> shape = array.metadata().shape();
    if (!shape.subList(1, shape.size()).equals(List.of(layer.channels(), Statistics.COUNT))) {
      throw new ZarrFormatException(array.path(), "its shape is not that of the layer");
    }
    return array;
  }

  private ArrayReader weightArray(RootMetadata.Parsed seen, Layer layer) throws IOException {
    ArrayReader array = layerArray(seen, layer, RootMetadata.WEIGHT, DataType.FLOAT32);
    List<Integer> shape = array.metadata().shape();
    if (!shape.subList(1, shape.size()).equals(layer.weightShape())) {
      throw new ZarrFormatException(array.path(), "its shape is not that of the layer's weights");
    }
    return array;
  }

  private ArrayReader layerArray(RootMetadata.Parsed seen, Layer layer, String name, DataType type)
      throws IOException {
    String group = seen.groups().get(seen.info().layers().indexOf(layer));
    return array(Store.key(group, name), type);
  }

  private ArrayReader array(String name) throws IOException {
    ArrayReader array = arrays.get(name);
    if (array == null) {
      array = ArrayReader.open(store, name);
      arrays.put(name, array);
    }
    return array;
  }

  private ArrayReader array(String name, DataType type) throws IOException {
    ArrayReader array = array(name);
    if (array.metadata().dataType() != type) {
      throw new ZarrFormatException(name, "\"data_type\" is not " + type.zarrName());
    }
    return array;
  }

  private long[] longs(String name) throws IOException {
    long[][] values = {new long[0]};
    int length =
        readSeries(
            name,
            DataType.INT64,
            1,
            (chunk, from, count) -> {
              values[0] = Arrays.copyOf(values[0], grown(values[0].length, from + count));
              chunk.asLongBuffer().get(values[0], from, count);
            });
    return Arrays.copyOf(values[0], length);
  }

  /** Reads a value a frame, or as many as there are columns. */
  private float[] floats(String name, int columns) throws IOException {
    float[][] values = {new float[0]};
    int length =
        readSeries(
            name,
            DataType.FLOAT32,
            columns,
            (chunk, from, count) -> {
              int needed = Math.multiplyExact(from + count, columns);
              values[0] = Arrays.copyOf(values[0], grown(values[0].length, needed));
              chunk.asFloatBuffer().get(values[0], from * columns, count * columns);
            });
    return Arrays.copyOf(values[0], Math.multiplyExact(length, columns));
  }

  /** Doubles, so that a series of many chunks is not copied for each of them. */
  private static int grown(int length, int needed) {
    return needed <= length
        ? length
        : Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, 2L * length));
  }

  private interface ChunkConsumer {
    void accept(ByteBuffer chunk, int from, int count);
  }

  /** Feeds the chunks one by one, so that memory grows with what is really there. */
  private int readSeries(String name, DataType type, int columns, ChunkConsumer consumer)
      throws IOException {
    RootMetadata.Parsed seen = root;
    int frames = seen.info().frames();
    try {
      ArrayReader array = array(name, type);
      if (array.metadata().sliceBytes() != columns * type.size()) {
        throw new ZarrFormatException(name, "must have one axis");
      }
      int length = array.metadata().chunkLength();
      for (int chunk = 0; chunk < chunks(array, frames); chunk++) {
        int from = chunk * length;
        int count = Math.min(length, frames - from);
        useChunk(seen, array, from + count - 1, stored -> consumer.accept(stored, from, count));
      }
      return frames;
    } catch (ZarrFormatException e) {
      throw new RecordingFormatException(path, e);
    }
  }
}
