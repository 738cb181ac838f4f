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
  private final List<FrameArray> arrays = new ArrayList<>();
  private final SeriesWriters series;
  private final CommitPace pace = new CommitPace();
  private final List<LeftOut> leftOut = new ArrayList<>();
  private ChecksumWriter checksums;
  private RunInfo run;
  private boolean complete;
  private Optional<String> ending = Optional.empty();
  private boolean failed;
  private boolean closed;
  private long lastStep = -1;
  private int frames;
  private int committed;

  private RecordingWriter(
      RecordingDirectory directory, RunInfo run, Probes probes, List<Layer> layers) {
    this.directory = directory;
    this.run = run;
    this.probes = probes;
    this.layers = layers.stream().map(Layer::settled).toList();
    groups = SafePaths.ofLayers(layers);
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
   * @throws IllegalArgumentException if layer names repeat, or one frame of a layer's activation or
   *     weights is larger than 64 MiB
   */
  public static RecordingWriter create(
      Path directory, RunInfo run, Probes probes, List<Layer> layers) throws IOException {
    return create(directory, run, probes, layers, false);
  }

  /**
   * Starts a recording.
   *
   * @param directory the directory to write into; created with its parents if missing, otherwise it
   *     must be empty
   * @param layers the layers to record, with distinct names, in the order of each frame's arrays
   * @param durable whether each commit waits until the disk has written it, so that it also
   *     survives a power failure, not only a crash of the process
   * @throws FileAlreadyExistsException if the directory is not empty, or is a file
   * @throws IllegalArgumentException if layer names repeat, or one frame of a layer is larger than
   *     64 MiB
   */
  public static RecordingWriter create(
      Path directory, RunInfo run, Probes probes, List<Layer> layers, boolean durable)
      throws IOException {
    if (layers.isEmpty() || layers.stream().map(Layer::name).distinct().count() < layers.size()) {
      throw new IllegalArgumentException("a recording needs layers, each with a name of its own");
    }
    ZstdLibrary.require();
    RecordingDirectory files = new RecordingDirectory(directory, durable);
    try {
      RecordingWriter writer = new RecordingWriter(files, run, probes, layers);
      writer.begin();
      return writer;
    } catch (IOException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  private void begin() throws IOException {
    List<ArraySpec> specs = new ArrayCatalog(layers, groups, probes.count()).frameArrays();
    int capacity = capacity();
    specs.forEach(spec -> requireFit(spec, capacity)); // refuses before anything is there
    directory.createEmpty();
    List<ArrayWriter> writers = new ArrayList<>(writeProbes());
    for (ArraySpec spec : specs) {
      FrameArray array =
          new FrameArray(spec.encoder().orElseThrow(), directory.array(spec, capacity));
      arrays.add(array);
      writers.add(array.writer());
    }
    checksums = new ChecksumWriter(directory, writers, series, capacity);
    writeRoot();
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

  private void writeRoot() throws IOException {
    RecordingInfo info =
        new RecordingInfo(
            RootJson.FORMAT_VERSION,
            committed,
            complete,
            ending,
            run,
            layers,
            series.listedNames(),
            leftOut);
    Checksums reliable = Checksums.of(checksums.framesPerRow(), committed, closed);
    directory.root(new Root(Optional.of(id), info, groups, series.listedPaths(), reliable));
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
    for (FrameArray array : arrays) {
      array.append(frame);
    }
    frames++;
    checksums.frameAppended(frames);
    lastStep = frame.step();
  }

  private void check(Frame frame) {
    if (frame.step() <= lastStep) {
      throw new IllegalArgumentException(
          "step " + frame.step() + " does not come after step " + lastStep);
    }
    requireCount("activations", frame.activations().size(), layers.stream());
    requireCount(
        "weights", frame.weights().size(), layers.stream().filter(layer -> layer.weights() > 0));
    arrays.forEach(array -> array.encoder().require(frame));
    series.check(frame.series());
  }

  private static void requireCount(String what, int given, Stream<Layer> expected) {
    long count = expected.count();
    if (given != count) {
      throw new IllegalArgumentException(
          "%s arrays of %s for %s layers".formatted(given, what, count));
    }
  }

  /**
   * Commits a part at a time: begins a commit if one is due, or continues it for about two
   * milliseconds. Calling this after every frame does the work while training leaves cores idle; a
   * whole commit at once would last into the next forward pass. If this is called after every
   * frame, a frame becomes readable within about a second.
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
      arrays.forEach(array -> parts.add(array::flush));
      series.arrays().forEach(array -> parts.add(array::flush));
      series.list();
      parts.add(checksums::flush);
      parts.add(
          () -> {
            committed = now;
            writeRoot();
          });
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
    return arrays.stream()
        .flatMap(array -> array.encoder().alteredLayer().stream())
        .map(Layer::name)
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
    for (FrameArray array : arrays) {
      array.finish();
    }
    for (ArrayWriter array : series.arrays()) {
      array.finish();
    }
    series.list();
    checksums.finish();
    committed = frames;
    writeRoot();
  }

  private void requireUsable() {
    if (closed || failed) {
      throw new IllegalStateException(closed ? "the recording is closed" : "writing has failed");
    }
  }
}
