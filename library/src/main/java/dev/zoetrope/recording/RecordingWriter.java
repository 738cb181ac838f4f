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
    series.requireFree(name);
    carryOut(() -> series.begin(name, columns, frames));
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
    ending = Optional.of(inWords);
    complete = isComplete;
  }

  /** Returns the layers of which some values were clipped or vanished, in the order of frames. */
  public List<String> altered() {
    return arrays.stream()
        .flatMap(array -> array.encoder().alteredLayer().stream())
        .map(Layer::name)
        .toList();
  }

  /** Returns the number of frames that readers can see. */
  public int committed() {
    return committed;
  }

  /** Returns the number of frames appended. */
  public int frames() {
    return frames;
  }

  /** Commits, and sets every array's length to the number of frames. Does nothing when repeated. */
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
