package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayWriter;
import dev.zoetrope.zarr.ZstdLibrary;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes a recording into a directory, which is a valid Zarr v3 group at all times.
 *
 * <pre>{@code
 * Layer layer = new Layer("dense", "Linear", List.of(2), OptionalDouble.empty(), Precision.FLOAT32);
 * Probes probes = new Probes(List.of(3), new float[3], new long[] {-1});
 * RunInfo run = new RunInfo("example", java.time.Instant.now(), 0, Map.of());
 * try (RecordingWriter writer =
 *     RecordingWriter.create(Path.of("run.zarr"), run, probes, List.of(layer))) {
 *   writer.append(new Frame(0, 0, Float.NaN, Float.NaN, List.of(new float[] {0.5f, -0.5f})));
 *   writer.end("ended after 0 updates", true);
 * }
 * }</pre>
 *
 * <p>Frames become readable at the next commit, which writes first the chunks, each under a
 * temporary name and then renamed, and then the root's {@code zarr.json} with the new number of
 * frames. If the process is killed, only frames that were not committed are lost.
 *
 * <p>Not thread-safe. After an {@link IOException} the writer accepts no more frames; committed
 * ones remain.
 */
public final class RecordingWriter implements Closeable {

  private static final int CAPACITY_WHEN_UNKNOWN = 1024;

  private final RecordingDirectory directory;
  private final String id = UUID.randomUUID().toString();
  private final Probes probes;
  private final List<Layer> layers;
  private final List<String> groups;
  private final WriterOptions options;
  private final ArrayCatalog catalog;
  private final SeriesWriters series;
  private final CommitPace pace = new CommitPace();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private FrameArrays arrays;

  /** Null if the recording is deferred. */
  private ChecksumWriter checksums;

  /** Null if no weights are kept. */
  private WeightsWriter weights;

  private RunInfo run;
  private boolean complete;
  private Optional<String> ending = Optional.empty();
  private boolean failed;
  private boolean closed;
  private long lastStep = -1;
  private int frames;
  private int committed;

  private RecordingWriter(
      RecordingDirectory directory,
      RunInfo run,
      Probes probes,
      List<Layer> layers,
      WriterOptions options) {
    this.directory = directory;
    this.run = run;
    this.probes = probes;
    this.layers = layers.stream().map(Layer::settled).toList();
    this.options = options;
    groups = SafePaths.ofLayers(layers);
    catalog = new ArrayCatalog(this.layers, groups, probes.count());
    series = new SeriesWriters(directory, capacity());
  }

  private int capacity() {
    return run.plannedFrames() > 0 ? run.plannedFrames() : CAPACITY_WHEN_UNKNOWN;
  }

  /**
   * Starts a recording.
   *
   * @param directory the directory to write into; created with its parents if missing, otherwise it
   *     must be empty
   * @param layers the layers to record, with distinct names, in the order of each frame's arrays
   * @throws FileAlreadyExistsException if the directory is not empty, or is a file
   * @throws IllegalArgumentException if layer names repeat, or one frame of a layer is larger than
   *     64 MiB
   */
  public static RecordingWriter create(
      Path directory, RunInfo run, Probes probes, List<Layer> layers) throws IOException {
    return create(directory, run, probes, layers, WriterOptions.DEFAULT);
  }

  /**
   * Starts a recording.
   *
   * @param directory the directory to write into; created with its parents if missing, otherwise it
   *     must be empty
   * @param layers the layers to record, with distinct names, in the order of each frame's arrays
   * @param options what else to write, and how
   * @throws FileAlreadyExistsException if the directory is not empty, or is a file
   * @throws IllegalArgumentException if layer names repeat, or one frame of a layer is larger than
   *     64 MiB
   */
  public static RecordingWriter create(
      Path directory, RunInfo run, Probes probes, List<Layer> layers, WriterOptions options)
      throws IOException {
    if (layers.isEmpty() || layers.stream().map(Layer::name).distinct().count() < layers.size()) {
      throw new IllegalArgumentException("a recording needs layers, each with a name of its own");
    }
    ZstdLibrary.require();
    RecordingDirectory files = new RecordingDirectory(directory, options.durable());
    try {
      RecordingWriter writer = new RecordingWriter(files, run, probes, layers, options);
      writer.begin();
      return writer;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void begin() throws IOException {
    int capacity = capacity();
    // Refuses before anything is there.
    catalog.frameArrays().forEach(spec -> requireFit(spec, capacity));
    directory.createEmpty();
    List<ArrayWriter> ofProbes = writeProbes();
    List<ArraySpec> specs =
        options.deferred() ? List.of(catalog.ofTraining()) : catalog.frameArrays();
    arrays = FrameArrays.create(directory, specs, capacity);
    if (options.weights().isPresent()) {
      weights = WeightsWriter.create(directory, options.weights().get(), capacity);
    }
    if (!options.deferred()) {
      int framesPerRow = ChecksumWriter.framesPerRow(specs);
      checksums =
          new ChecksumWriter(
              () -> checksums(ofProbes),
              framesPerRow,
              directory.array(ChecksumWriter.table(specs), capacity / framesPerRow + 1));
    }
    writeRoot(WeightsProgress.NONE, List.of());
  }

  private List<ChunkChecksums> checksums(List<ArrayWriter> ofProbes) {
    return Stream.of(ofProbes, arrays.writers(), series.arrays())
        .flatMap(List::stream)
        .<ChunkChecksums>map(array -> (ended, last) -> array.checksum())
        .toList();
  }

  private static void requireFit(ArraySpec spec, int capacity) {
    try {
      spec.metadata(capacity);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException(spec.path() + ": " + e.getMessage(), e);
    }
  }

  private List<ArrayWriter> writeProbes() throws IOException {
    ArrayWriter input = directory.array(ArrayCatalog.probeInput(probes), probes.count());
    ArrayWriter label = directory.array(ArrayCatalog.probeLabel(probes), probes.count());
    for (int probe = 0; probe < probes.count(); probe++) {
      probes.write(probe, input.next());
      input.append();
      label.next().putLong(probes.labels()[probe]);
      label.append();
    }
    return List.of(input, label);
  }

  private void writeRoot(WeightsProgress ofWeights, List<ValueCounts> counts) throws IOException {
    RecordingInfo info =
        new RecordingInfo(
            RootJson.FORMAT_VERSION,
            options.deferred() ? 0 : committed,
            committed,
            complete,
            ending,
            run,
            layers,
            series.listedNames(),
            leftOut,
            Optional.empty());
    Checksums reliable =
        checksums == null
            ? Checksums.NONE
            : Checksums.of(checksums.framesPerRow(), committed, closed);
    directory.root(
        new Root(
            Optional.of(id),
            info,
            groups,
            series.listedPaths(),
            reliable,
            counts,
            Optional.ofNullable(weights == null ? null : ofWeights)));
  }

  /**
   * Begins a series of rows. A scalar series begins by itself with the first frame that has a value
   * for it.
   *
   * @param columns the name of each value in a row; distinct
   * @throws IllegalArgumentException if the name is taken, or there are no columns, or column names
   *     repeat
   */
  public void beginSeries(String name, List<String> columns) throws IOException {
    requireUsable();
    if (columns.isEmpty() || columns.stream().distinct().count() < columns.size()) {
      throw new IllegalArgumentException("series " + name + " needs columns, each with its name");
    }
    series.requireFree(name);
    carryOut(() -> series.begin(name, columns, frames));
  }

  /**
   * Appends a frame; it can be read after the next commit.
   *
   * @throws IllegalArgumentException if its step is not later than the last one, or its arrays do
   *     not match the layers and series
   */
  public void append(Frame frame) throws IOException {
    requireUsable();
    check(frame);
    carryOut(() -> appendToArrays(frame));
  }

  private void appendToArrays(Frame frame) throws IOException {
    series.append(frame.series(), frames);
    if (frame.weights().isPresent()) {
      weights.append(frame.weights().get());
    }
    arrays.append(frame);
    frames++;
    if (checksums != null) {
      checksums.frameAppended(frames);
    }
    lastStep = frame.step();
  }

  private void check(Frame frame) {
    if (frame.step() <= lastStep) {
      throw new IllegalArgumentException(
          "step " + frame.step() + " does not come after step " + lastStep);
    }
    int expected = options.deferred() ? 0 : layers.size();
    if (frame.activations().size() != expected) {
      throw new IllegalArgumentException(
          "%s arrays of activations, expected %s".formatted(frame.activations().size(), expected));
    }
    if (frame.weights().isPresent()) {
      if (weights == null) {
        throw new IllegalArgumentException("weights were not announced in the options");
      }
      weights.require(frame.weights().get());
    }
    arrays.require(frame);
    series.check(frame.series());
  }

  /**
   * Commits a part at a time: begins a commit if one is due, or continues it for about two
   * milliseconds. Calling this after every frame does the work while training leaves cores idle; a
   * whole commit at once would last into the next forward pass. If this is called after every
   * frame, a frame becomes readable within about a second.
   */
  public void advanceCommit() throws IOException {
    if (weights != null) {
      carryOut(weights::gatherOne);
    }
    if (!pace.due()) {
      return;
    }
    if (!pace.running()) {
      beginCommit();
    }
    carryOut(pace::advance);
  }

  /** Commits all frames if a commit is due or has begun. */
  public void commitIfDue() throws IOException {
    if (pace.due()) {
      commit();
    }
  }

  /** Commits all frames appended so far, which makes them readable. */
  public void commit() throws IOException {
    beginCommit();
    carryOut(pace::finish);
  }

  /** Chunks may hold more frames than are committed; readers rely on the root. */
  private void beginCommit() {
    List<CommitPace.Part> parts = new ArrayList<>();
    int now = frames;
    if (now > committed) {
      WeightsProgress ofWeights = weights == null ? WeightsProgress.NONE : weights.progress();
      List<ValueCounts> counts = catalog.counts();
      parts.addAll(arrays.flushing());
      series.arrays().forEach(array -> parts.add(array::flush));
      series.list();
      if (checksums != null) {
        parts.add(checksums::flush);
      }
      parts.add(
          () -> {
            committed = now;
            writeRoot(ofWeights, counts);
          });
      if (weights != null) {
        parts.add(() -> weights.forget(ofWeights));
      }
    }
    pace.begin(parts);
  }

  /** Carries out one change to the files; after a failure, no more changes are made. */
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
   * Stores a detail about the run. It is written with the next commit of a frame, or at the end.
   */
  public void detail(String key, Object value) {
    run = run.with(key, value);
  }

  /**
   * Notes that something is not recorded, or no longer. It is written with the next commit of a
   * frame, or at the end.
   */
  public void leaveOut(LeftOut left) {
    leftOut.add(left);
  }

  /**
   * Sets how the run ended.
   *
   * @param inWords a description for people
   * @param isComplete whether it ended after a whole update and, if its length was planned, reached
   *     that length
   */
  public void end(String inWords, boolean isComplete) {
    ending = Optional.of(inWords);
    complete = isComplete;
  }

  /**
   * Returns the names of layers with values that were clipped or vanished, in the recording's
   * order.
   */
  public List<String> altered() {
    List<ValueCounts> counts = catalog.counts();
    return IntStream.range(0, layers.size())
        .filter(i -> counts.get(i).altered())
        .mapToObj(i -> layers.get(i).name())
        .toList();
  }

  /** Returns the number of committed frames, which readers can see. */
  public int committed() {
    return committed;
  }

  /** Returns the number of frames appended. */
  public int frames() {
    return frames;
  }

  /** Commits, and sets every array's length to the number of frames. Closing again does nothing. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (directory) {
      if (!failed) {
        finish();
      }
    }
  }

  private void finish() throws IOException {
    arrays.finish();
    for (ArrayWriter array : series.arrays()) {
      array.finish();
    }
    series.list();
    if (checksums != null) {
      checksums.finish(frames);
    }
    WeightsProgress ofWeights = WeightsProgress.NONE;
    if (weights != null) {
      weights.finish();
      ofWeights = weights.progress();
    }
    committed = frames;
    writeRoot(ofWeights, catalog.counts());
    if (weights != null) {
      weights.deleteRecent();
    }
  }

  private void requireUsable() {
    if (closed || failed) {
      throw new IllegalStateException(closed ? "the recording is closed" : "writing has failed");
    }
  }
}
