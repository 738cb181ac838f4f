package dev.zoetrope.recording;

import com.github.luben.zstd.ZstdCompressCtx;
import com.google.gson.JsonObject;
import dev.zoetrope.recording.internal.ArrayMetadata;
import dev.zoetrope.recording.internal.ArrayWriter;
import dev.zoetrope.recording.internal.AtomicFiles;
import dev.zoetrope.recording.internal.DataType;
import dev.zoetrope.recording.internal.Json;
import dev.zoetrope.recording.internal.Store;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes a recording into a directory that is a valid Zarr v3 group at every moment.
 *
 * <p>Frames become readable at the next commit: first the chunks, each under a temporary name and
 * then renamed, then the root's {@code zarr.json} with the new number of frames. A process that is
 * killed loses what was not committed, and nothing else.
 *
 * <p>Not safe for use by several threads. After an {@link IOException} the writer accepts no more
 * frames; what was committed stays.
 */
public final class RecordingWriter implements Closeable {

  private static final int CAPACITY_WHEN_UNKNOWN = 1024;

  private final Path directory;
  private final AtomicFiles files;
  private final Probes probes;
  private final List<Layer> layers;
  private final List<String> groups;
  private final ZstdCompressCtx zstd;
  private final List<Series> series = new ArrayList<>();
  private final List<LayerWriter> layerWriters = new ArrayList<>();
  private final SeriesWriters curves;
  private ChecksumWriter checksums;
  private RunInfo run;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private boolean complete;
  private String ending;
  private boolean failed;
  private boolean closed;
  private long lastStep = -1;
  private final CommitPace pace = new CommitPace();
  private int committed;

  private RecordingWriter(
      Path directory, RunInfo run, Probes probes, List<Layer> layers, boolean durable) {
    this.directory = directory;
    files = new AtomicFiles(durable);
    this.run = run;
    this.probes = probes;
    this.layers = layers.stream().map(Layer::settled).toList();
    this.groups = RootMetadata.groups(layers);
    zstd = new ZstdCompressCtx();
    zstd.setChecksum(true);
    curves = new SeriesWriters(this::curve, capacity());
  }

  private int capacity() {
    return run.plannedFrames() > 0 ? run.plannedFrames() : CAPACITY_WHEN_UNKNOWN;
  }

  private ArrayWriter curve(String path, ArrayMetadata metadata) throws IOException {
    if (!Files.exists(directory.resolve("series"))) {
      writeGroup("series");
    }
    return array(path, metadata);
  }

  /**
   * Starts a recording.
   *
   * @param directory where; created with its parents, and empty if it exists
   * @param layers what will be recorded, with distinct names, in the order of each frame's arrays
   * @throws FileAlreadyExistsException if the directory holds something, or is a file
   * @throws IllegalArgumentException if names repeat, or one frame of a layer's activation or
   *     weights is larger than 64 MiB
   */
  public static RecordingWriter create(
      Path directory, RunInfo run, Probes probes, List<Layer> layers) throws IOException {
    return create(directory, run, probes, layers, false);
  }

  /**
   * Starts a recording.
   *
   * @param directory where; created with its parents, and empty if it exists
   * @param layers what will be recorded, with distinct names, in the order of each frame's arrays
   * @param durable whether a commit waits until the disk has what it committed, so that it survives
   *     power loss too and not only the end of the process
   * @throws FileAlreadyExistsException if the directory holds something, or is a file
   * @throws IllegalArgumentException if names repeat or one frame of a layer is larger than 64 MiB
   */
  public static RecordingWriter create(
      Path directory, RunInfo run, Probes probes, List<Layer> layers, boolean durable)
      throws IOException {
    if (layers.isEmpty() || layers.stream().map(Layer::name).distinct().count() < layers.size()) {
      throw new IllegalArgumentException("a recording needs layers, each with a name of its own");
    }
    RecordingWriter writer = new RecordingWriter(directory, run, probes, layers, durable);
    try {
      writer.requireEmpty();
      writer.createArrays();
      writer.writeRoot();
      return writer;
    } catch (IOException | RuntimeException e) {
      writer.zstd.close();
      throw e;
    }
  }

  private void requireEmpty() throws IOException {
    try {
      files.createDirectories(directory);
      try (Stream<Path> entries = Files.list(directory)) {
        if (entries.findAny().isPresent()) {
          throw new FileAlreadyExistsException(directory.toString(), null, "is not empty");
        }
      }
    } catch (NotDirectoryException e) {
      throw new FileAlreadyExistsException(directory.toString(), null, "is a file");
    }
  }

  private void createArrays() throws IOException {
    int capacity = capacity();
    layers.forEach(layer -> requireFit(layer, capacity)); // refuses before anything is there
    writeGroup("probes");
    List<ArrayWriter> columns = new ArrayList<>(writeProbes());
    writeGroup("layers");
    series.add(
        new Series(RootMetadata.STEP, DataType.INT64, capacity, (f, out) -> out.putLong(f.step())));
    series.add(
        new Series(
            RootMetadata.EPOCH, DataType.INT64, capacity, (f, out) -> out.putLong(f.epoch())));
    series.add(
        new Series(
            RootMetadata.LOSS, DataType.FLOAT32, capacity, (f, out) -> out.putFloat(f.loss())));
    series.add(
        new Series(
            RootMetadata.ACCURACY,
            DataType.FLOAT32,
            capacity,
            (f, out) -> out.putFloat(f.accuracy())));
    for (int i = 0; i < layers.size(); i++) {
      writeGroup(groups.get(i));
      layerWriters.add(new LayerWriter(layers.get(i), groups.get(i), capacity));
    }
    series.forEach(array -> columns.add(array.writer));
    layerWriters.forEach(layer -> columns.addAll(layer.arrays()));
    checksums = new ChecksumWriter(this::array, columns, curves, capacity);
  }

  private void requireFit(Layer layer, int capacity) {
    try {
      RootMetadata.activation(layer, probes.count(), capacity);
      RootMetadata.statistics(layer, capacity, ValueCounts.NONE);
      if (layer.weights() > 0) {
        RootMetadata.weight(layer, capacity);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("layer " + layer.name() + ": " + e.getMessage(), e);
    }
  }

  private List<ArrayWriter> writeProbes() throws IOException {
    List<Integer> shape = new ArrayList<>(List.of(probes.count()));
    shape.addAll(probes.shape());
    List<String> names = RootMetadata.dimensionNames("probe", probes.shape().size());
    ArrayWriter input =
        array(
            RootMetadata.PROBE_INPUT,
            new ArrayMetadata(
                shape,
                probes.count(),
                probes.type().dataType(),
                names.subList(1, names.size()),
                new JsonObject()));
    ArrayWriter label =
        array(
            RootMetadata.PROBE_LABEL,
            new ArrayMetadata(
                List.of(probes.count()),
                probes.count(),
                DataType.INT64,
                List.of("probe"),
                new JsonObject()));
    for (int probe = 0; probe < probes.count(); probe++) {
      probes.write(probe, input.next());
      input.append();
      label.next().putLong(probes.labels()[probe]);
      label.append();
    }
    return List.of(input, label);
  }

  private void writeGroup(String group) throws IOException {
    files.createDirectories(directory.resolve(group));
    writeJson(group, RootMetadata.group(new JsonObject()));
  }

  private void writeRoot() throws IOException {
    RecordingInfo info =
        new RecordingInfo(
            RootMetadata.FORMAT_VERSION,
            committed,
            complete,
            Optional.ofNullable(ending),
            run,
            layers,
            curves.listedNames(),
            leftOut);
    Checksums believed = Checksums.of(checksums.framesPerRow(), committed, closed);
    files.sync(); // what it speaks of comes first
    writeJson("", RootMetadata.toJson(info, groups, curves.listedPaths(), believed));
    files.sync();
  }

  private void writeJson(String node, JsonObject json) throws IOException {
    byte[] utf8 = Json.print(json);
    files.write(directory.resolve(Store.key(node, Store.METADATA)), utf8, utf8.length);
  }

  private ArrayWriter array(String path, ArrayMetadata metadata) throws IOException {
    return new ArrayWriter(directory, path, metadata, files, zstd);
  }

  /**
   * Begins a series of rows. Scalars need not be begun: the first frame that has one does it.
   *
   * @param columns what each value of a row is called; distinct
   * @throws IllegalArgumentException if the name is taken, or columns repeat or are none
   */
  public void beginSeries(String name, List<String> columns) throws IOException {
    requireUsable();
    if (columns.isEmpty() || columns.stream().distinct().count() < columns.size()) {
      throw new IllegalArgumentException("series " + name + " needs columns, each with its name");
    }
    curves.begin(name, columns, frames());
  }

  /**
   * Appends a frame; it can be read after the next commit.
   *
   * @throws IllegalArgumentException if its step does not come after the last, or its arrays do not
   *     fit the layers and the series
   */
  public void append(Frame frame) throws IOException {
    requireUsable();
    check(frame);
    carryOut(() -> appendToArrays(frame));
  }

  private void appendToArrays(Frame frame) throws IOException {
    curves.append(frame.series(), frames());
    for (Series array : series) {
      array.append(frame);
    }
    Iterator<float[]> weights = frame.weights().iterator();
    for (int i = 0; i < layers.size(); i++) {
      layerWriters.get(i).append(frame.activations().get(i));
      if (layerWriters.get(i).weights > 0) {
        layerWriters.get(i).appendWeights(weights.next());
      }
    }
    checksums.frameAppended(frames());
    lastStep = frame.step();
  }

  private void check(Frame frame) {
    if (frame.step() <= lastStep) {
      throw new IllegalArgumentException(
          "step " + frame.step() + " does not come after step " + lastStep);
    }
    if (frame.activations().size() != layers.size()) {
      throw new IllegalArgumentException(
          frame.activations().size() + " arrays for " + layers.size() + " layers");
    }
    int withWeights = 0;
    for (int i = 0; i < layers.size(); i++) {
      LayerWriter layer = layerWriters.get(i);
      if (frame.activations().get(i).length != layer.values) {
        throw new IllegalArgumentException(
            "layer %s: %d values where %d are expected"
                .formatted(layers.get(i).name(), frame.activations().get(i).length, layer.values));
      }
      if (layer.weights > 0) {
        if (withWeights == frame.weights().size()
            || frame.weights().get(withWeights).length != layer.weights) {
          throw new IllegalArgumentException("the weights do not fit those of the layers");
        }
        withWeights++;
      }
    }
    if (withWeights != frame.weights().size()) {
      throw new IllegalArgumentException("the weights do not fit those of the layers");
    }
    curves.check(frame.series());
  }

  /**
   * Makes what was appended readable, a part at a time: begins a commit if one is due, or goes on
   * with it for about two milliseconds. Whoever calls this after every frame does the work while
   * training has cores to spare, where a whole commit at once would last into the next forward
   * pass. A frame becomes readable at most one second after it was appended, if this is called that
   * often.
   */
  public void advanceCommit() throws IOException {
    if (!pace.due()) {
      return;
    }
    if (!pace.running()) {
      beginCommit();
    }
    carryOut(pace::advance);
  }

  /** Commits everything if a commit is due or has begun. */
  public void commitIfDue() throws IOException {
    if (pace.due()) {
      commit();
    }
  }

  /** Makes every frame appended so far readable. */
  public void commit() throws IOException {
    beginCommit();
    carryOut(pace::finish);
  }

  /** Chunks may come to hold more frames than are committed; readers believe the root. */
  private void beginCommit() {
    List<CommitPace.Part> parts = new ArrayList<>();
    int frames = frames();
    if (frames > committed) {
      series.forEach(array -> parts.add(array.writer::flush));
      layerWriters.forEach(layer -> parts.add(layer.activation::flush));
      layerWriters.forEach(layer -> parts.add(layer::flushStatistics));
      layerWriters.forEach(layer -> parts.add(layer::flushWeights));
      curves.arrays().forEach(array -> parts.add(array::flush));
      curves.list();
      parts.add(checksums::flush);
      parts.add(
          () -> {
            committed = frames;
            writeRoot();
          });
    }
    pace.begin(parts);
  }

  /** Does one thing to the files; after a failure, nothing more is done to them. */
  private void carryOut(CommitPace.Part part) throws IOException {
    requireUsable();
    try {
      part.run();
    } catch (IOException | RuntimeException | Error e) {
      failed = true; // with arrays of different lengths, perhaps
      throw e;
    }
  }

  /**
   * Keeps one more thing about the run; it is written with the next commit of a frame, or at the
   * end.
   */
  public void detail(String key, Object value) {
    run = run.with(key, value);
  }

  /**
   * Keeps that something is not recorded, or no longer; it is written with the next commit of a
   * frame, or at the end.
   */
  public void leaveOut(LeftOut left) {
    leftOut.add(left);
  }

  /**
   * Says how the run ended.
   *
   * @param inWords for people
   * @param isComplete whether it ended after an update and, where its length was planned, there
   */
  public void end(String inWords, boolean isComplete) {
    ending = inWords;
    complete = isComplete;
  }

  /** Returns the layers of which some values were clipped or vanished, in the order of frames. */
  public List<String> altered() {
    return layerWriters.stream()
        .filter(writer -> writer.counts.altered())
        .map(writer -> writer.layer.name())
        .toList();
  }

  /** Returns the number of frames that readers can see. */
  public int committed() {
    return committed;
  }

  /** Returns the number of frames appended. */
  public int frames() {
    return series.get(0).writer.length();
  }

  /** Commits, and sets every array's length to the number of frames. Does nothing when repeated. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (zstd) {
      if (!failed) {
        for (ArrayWriter array : curves.arrays()) {
          array.finish();
        }
        for (Series array : series) {
          array.writer.finish();
        }
        for (LayerWriter layer : layerWriters) {
          layer.finish();
        }
        checksums.finish();
        committed = frames();
        curves.list();
        writeRoot();
      }
    }
  }

  private void requireUsable() {
    if (closed || failed) {
      throw new IllegalStateException(closed ? "the recording is closed" : "writing has failed");
    }
  }

  private interface Column {
    void put(Frame frame, ByteBuffer out);
  }

  private final class Series {
    final ArrayWriter writer;
    private final Column column;

    Series(String name, DataType type, int capacity, Column column) throws IOException {
      writer = array(name, RootMetadata.series(type, capacity));
      this.column = column;
    }

    void append(Frame frame) throws IOException {
      column.put(frame, writer.next());
      writer.append();
    }
  }

  private final class LayerWriter {
    private final Layer layer;
    private final ActivationCodec codec;
    private final ArrayWriter activation;
    private final ArrayWriter statistics;
    private final ArrayWriter weight;
    private final ActivationCodec.Held held;
    private final int values;
    private final int channels;
    private final int weights;
    private ValueCounts counts = ValueCounts.NONE;
    private ValueCounts countsWritten = ValueCounts.NONE;

    LayerWriter(Layer layer, String group, int capacity) throws IOException {
      this.layer = layer;
      values = probes.count() * layer.valuesPerProbe();
      channels = layer.channels();
      weights = layer.weights();
      codec = new ActivationCodec(layer);
      activation =
          array(
              Store.key(group, RootMetadata.ACTIVATION),
              RootMetadata.activation(layer, probes.count(), capacity));
      statistics =
          array(
              Store.key(group, RootMetadata.STATISTICS),
              RootMetadata.statistics(layer, capacity, ValueCounts.NONE));
      weight =
          weights > 0
              ? array(Store.key(group, RootMetadata.WEIGHT), RootMetadata.weight(layer, capacity))
              : null;
      held = codec.hold(values);
    }

    List<ArrayWriter> arrays() {
      return weight == null
          ? List.of(activation, statistics)
          : List.of(activation, statistics, weight);
    }

    void append(float[] activations) throws IOException {
      ValueCounts rounded = codec.encode(activations, held, activation.next());
      activation.append();
      ByteBuffer out = statistics.next().order(ByteOrder.LITTLE_ENDIAN);
      long notFinite =
          Statistics.write(activations, channels, values / probes.count() / channels, out);
      if (notFinite > 0 || rounded.altered()) {
        counts = counts.plus(rounded).plus(new ValueCounts(notFinite, 0, 0));
      }
      statistics.append();
    }

    void appendWeights(float[] ofFrame) throws IOException {
      weight.next().asFloatBuffer().put(ofFrame);
      weight.append();
    }

    void flushWeights() throws IOException {
      if (weight != null) {
        weight.flush();
      }
    }

    void flushStatistics() throws IOException {
      statistics.flush();
      writeCounts();
    }

    void finish() throws IOException {
      activation.finish();
      statistics.finish();
      if (weight != null) {
        weight.finish();
      }
      writeCounts();
    }

    private void writeCounts() throws IOException {
      if (!counts.equals(countsWritten)) {
        statistics.attributes(RootMetadata.statistics(layer, 1, counts).attributes());
        countsWritten = counts;
      }
    }
  }
}
