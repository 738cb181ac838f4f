package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.ArrayWriter;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Adds activations to a deferred recording, which has weights and no activations yet. Goes on where
 * an earlier writer was interrupted.
 *
 * <pre>{@code
 * try (DevelopingWriter writer = DevelopingWriter.open(file)) {
 *   while (writer.frames() < writer.exposed()) {
 *     writer.append(List.of(new float[20])); // one array per layer, computed from the weights
 *   }
 * }
 * }</pre>
 *
 * <p>Frames become readable at the next commit, as with a {@link RecordingWriter}. Nobody else may
 * write into the recording. Not thread-safe.
 */
public final class DevelopingWriter implements Closeable {

  private final RecordingDirectory directory;
  private final Recording written;
  private final Root root;
  private final ArrayCatalog catalog;
  private final CommitPace pace = new CommitPace();
  private WeightsProgress weights;
  private FrameArrays arrays;
  private ChecksumWriter checksums;
  private boolean failed;
  private boolean closed;
  private int frames;
  private int committed;

  private DevelopingWriter(RecordingDirectory directory, Recording written) throws IOException {
    this.directory = directory;
    this.written = written;
    root = written.seen().root();
    catalog = new ArrayCatalog(root.info().layers(), root.groups(), written.probes().count());
    weights = root.weights().orElse(WeightsProgress.NONE);
    frames = root.info().frames();
    committed = frames;
  }

  /**
   * Opens a deferred recording, which must be a directory.
   *
   * @throws IllegalArgumentException if there is nothing to develop
   * @throws RecordingFormatException if it is damaged
   */
  public static DevelopingWriter open(Path path) throws IOException {
    Recording written = Recording.open(path);
    RecordingDirectory directory = new RecordingDirectory(path.toRealPath(), false);
    try {
      if (written.info().frames() == written.info().exposed()) {
        throw new IllegalArgumentException(
            path + " has nothing to develop: all of its frames have activations");
      }
      DevelopingWriter writer = new DevelopingWriter(directory, written);
      written.reading(
          () -> {
            writer.endExposure();
            writer.begin();
            return writer;
          });
      return writer;
    } catch (IOException | RuntimeException e) {
      written.close();
      directory.close();
      throw e;
    }
  }

  /** Completes what the training program left incomplete, if it was killed. */
  private void endExposure() throws IOException {
    int exposed = root.info().exposed();
    List<ArrayReader> curves = new ArrayList<>();
    curves.add(written.arrays().open(catalog.ofTraining()));
    for (String series : root.seriesPaths()) {
      curves.add(written.arrays().openSeries(series));
    }
    for (ArrayReader curve : curves) {
      directory.resumed(curve, exposed).finish();
    }
    WeightsWriter rest =
        WeightsWriter.resume(directory, written.seen().requireWeights(), weights, written.arrays());
    rest.finish();
    weights = rest.progress();
    writeRoot(root.checksums(), root.counts());
    rest.deleteRecent();
  }

  private void begin() throws IOException {
    List<ArraySpec> specs = catalog.developed();
    List<ArraySpec> all = catalog.frameArrays();
    int framesPerRow = ChecksumWriter.framesPerRow(all);
    ArrayWriter table;
    if (frames == 0) {
      int exposed = root.info().exposed();
      arrays = FrameArrays.create(directory, specs, exposed);
      table = directory.array(ChecksumWriter.table(all), exposed / framesPerRow + 1);
    } else {
      arrays = resumed(specs);
      catalog.resumeCounts(root.counts());
      table = directory.resumed(written.arrays().checksumTable(), frames / framesPerRow);
    }
    checksums = new ChecksumWriter(columns(), framesPerRow, table);
  }

  private FrameArrays resumed(List<ArraySpec> specs) throws IOException {
    List<FrameArray> resumed = new ArrayList<>();
    for (ArraySpec spec : specs) {
      ArrayReader array = written.arrays().open(spec);
      FrameEncoder encoder = spec.encoder().orElseThrow();
      written.arrays().useSlice(written.seen(), array, frames - 1, slice -> encoder.resume(slice));
      resumed.add(new FrameArray(encoder, directory.resumed(array, frames)));
    }
    return new FrameArrays(resumed);
  }

  /** Returns the arrays that have a column in the checksum table, in its order. */
  private Supplier<List<ChunkChecksums>> columns() throws IOException {
    List<ChunkChecksums> columns = new ArrayList<>();
    for (String probes : ArrayCatalog.PROBE_ARRAYS) {
      int checksum = written.arrays().open(probes).storedChecksum(0);
      columns.add((ended, last) -> checksum);
    }
    columns.add(stored(written.arrays().open(catalog.ofTraining())));
    for (ArrayWriter writer : arrays.writers()) {
      columns.add((ended, last) -> writer.checksum());
    }
    for (String series : root.seriesPaths()) {
      columns.add(stored(written.arrays().openSeries(series)));
    }
    return () -> columns;
  }

  private static ChunkChecksums stored(ArrayReader array) {
    int length = array.metadata().chunkLength();
    return (ended, last) -> {
      if (ended % length != 0) {
        return last ? array.storedChecksum(ended / length) : 0;
      }
      return array.storedChecksum(ended / length - 1);
    };
  }

  /** Returns the number of frames that have activations, which is the index of the next one. */
  public int frames() {
    return frames;
  }

  /** Returns the number of frames that will have activations in the end. */
  public int exposed() {
    return root.info().exposed();
  }

  /**
   * Appends the activations of the next frame.
   *
   * @param activations one array per layer, in the recording's order: [probe, …shape of the layer]
   * @throws IllegalArgumentException if they do not match the layers
   * @throws IllegalStateException if all frames have activations
   */
  public void append(List<float[]> activations) throws IOException {
    requireUsable();
    if (frames == exposed()) {
      throw new IllegalStateException("all " + frames + " frames have activations");
    }
    if (activations.size() != root.info().layers().size()) {
      throw new IllegalArgumentException(
          "%s arrays of activations, expected %s"
              .formatted(activations.size(), root.info().layers().size()));
    }
    Frame frame = new Frame(frames, 0, Float.NaN, Float.NaN, activations);
    arrays.require(frame);
    carryOut(
        () -> {
          arrays.append(frame);
          frames++;
          checksums.frameAppended(frames);
        });
  }

  /** Commits if a commit is due, which makes the frames so far readable. */
  public void commitIfDue() throws IOException {
    if (pace.due()) {
      commit();
    }
  }

  private void commit() throws IOException {
    int now = frames;
    List<ValueCounts> counts = catalog.counts();
    List<CommitPace.Part> parts = new ArrayList<>(arrays.flushing());
    parts.add(checksums::flush);
    parts.add(
        () -> {
          committed = now;
          writeRoot(Checksums.of(checksums.framesPerRow(), now, false), counts);
        });
    pace.begin(parts);
    carryOut(pace::finish);
  }

  private void writeRoot(Checksums reliable, List<ValueCounts> counts) throws IOException {
    directory.root(root.developed(committed, reliable, counts, weights));
  }

  private void carryOut(CommitPace.Part part) throws IOException {
    requireUsable();
    try {
      part.run();
    } catch (IOException | RuntimeException | Error e) {
      failed = true;
      throw e;
    }
  }

  private void requireUsable() {
    if (closed || failed) {
      throw new IllegalStateException(closed ? "the recording is closed" : "writing has failed");
    }
  }

  /**
   * Commits what was appended. If frames are still to be developed, another writer can go on.
   * Closing again does nothing.
   */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    try (directory;
        written) {
      if (!failed && frames == exposed()) {
        finish();
      } else if (!failed && frames > committed) {
        commit();
      }
    } finally {
      closed = true;
    }
  }

  private void finish() throws IOException {
    arrays.finish();
    checksums.finish(frames);
    committed = frames;
    writeRoot(Checksums.of(checksums.framesPerRow(), frames, true), catalog.counts());
  }
}
