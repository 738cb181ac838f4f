package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.ZarrFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads everything in a recording and reports damage. Every chunk ends with a checksum, which
 * reveals any flipped bit; the checksum table reveals chunks in the wrong place. Activations are
 * also compared with their statistics.
 *
 * <pre>{@code
 * RecordingVerifier.Report report = RecordingVerifier.verify(file, Progress.NONE);
 * report.damage().forEach(System.err::println);
 * }</pre>
 */
public final class RecordingVerifier {

  /**
   * The number of faults after which an array is given up: a wrong frame count would cause
   * millions.
   */
  private static final int MOST_FAULTS = 100;

  /** Frames are read in order, so one chunk of each array is enough. */
  private static final long CACHE_BYTES = 4 << 20;

  private interface ChecksumOfChunk {
    OptionalInt of(int chunk) throws IOException;
  }

  /**
   * An array to read.
   *
   * @param length its number of slices
   * @param exact whether it must declare exactly that number
   * @param from the first chunk that must exist
   * @param to the chunk after the last that must exist
   * @param checksum the checksum with which a chunk was written, if known
   */
  private record Part(
      ArrayReader array, int length, boolean exact, int from, int to, ChecksumOfChunk checksum) {}

  private final Recording recording;
  private final Snapshot seen;
  private final ArrayAccess arrays;
  private final List<String> damage = new ArrayList<>();
  private long chunksRead;
  private ByteBuffer memory;

  private RecordingVerifier(Recording recording) {
    this.recording = recording;
    seen = recording.seen();
    arrays = recording.arrays();
  }

  /**
   * The result of verifying a recording.
   *
   * @param chunks the number of chunks read
   * @param damage one line per fault; empty if the recording is intact
   */
  public record Report(long chunks, List<String> damage) {

    /** Returns whether no damage was found. */
    public boolean sound() {
      return damage.isEmpty();
    }
  }

  /**
   * Verifies a recording, continuing after damage.
   *
   * @param progress counts chunks
   * @throws RecordingFormatException if it cannot be opened
   */
  public static Report verify(Path path, Progress progress) throws IOException {
    try (Recording recording = Recording.open(path, CACHE_BYTES)) {
      RecordingVerifier verifier = new RecordingVerifier(recording);
      verifier.run(progress);
      return new Report(verifier.chunksRead, List.copyOf(verifier.damage));
    }
  }

  /**
   * Deletes temporary files that a killed writer left in a recording's directory. Readers ignore
   * them, so this only frees space. Do not call this while the recording is being written: its
   * writer needs these files.
   *
   * @return the number of files deleted
   * @throws RecordingFormatException if the path is not a recording
   */
  public static int clean(Path path) throws IOException {
    try (Recording recording = Recording.open(path)) {
      return recording.store().deleteTemporaryFiles();
    }
  }

  private void run(Progress progress) throws IOException {
    check(recording::probes);
    List<Part> parts = parts();
    long total = parts.stream().mapToLong(part -> part.to - part.from).sum();
    for (Part part : parts) {
      check(() -> requireLength(part));
      readChunks(part, progress, total);
    }
    progress.report(chunksRead, total);
    check(this::requireRisingSteps);
    if (damage.isEmpty()) {
      for (Layer layer : seen.root().info().layers()) {
        check(() -> requireStatistics(layer));
      }
      check(this::requireWeights);
    }
  }

  /** Opens every array that grows while a recording is being written. */
  private List<Part> parts() throws IOException {
    List<Part> parts = new ArrayList<>();
    boolean closed = seen.root().isClosed();
    check(() -> parts.add(part(arrays.open(seen.catalog().ofTraining()), seen.exposed(), closed)));
    for (ArraySpec spec : seen.developed()) {
      check(() -> parts.add(part(arrays.open(spec), seen.frames(), closed)));
    }
    for (String series : seen.root().seriesPaths()) {
      check(() -> parts.add(part(arrays.openSeries(series), seen.exposed(), closed)));
    }
    int rows = seen.root().checksums().rows();
    if (rows > 0) {
      check(() -> parts.add(part(arrays.checksumTable(), rows, false)));
    }
    check(() -> parts.addAll(weights(closed)));
    return parts;
  }

  private Part part(ArrayReader array, int length, boolean exact) {
    return new Part(
        array,
        length,
        exact,
        0,
        ArrayAccess.chunks(array, length),
        chunk -> arrays.checksum(seen, array, chunk));
  }

  private List<Part> weights(boolean closed) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (WeightChunks chunks : WeightChunks.of(seen, arrays)) {
      int slices = chunks.to() / chunks.array().metadata().chunksAcross();
      boolean inGroups = chunks.array().metadata().chunkLength() > 1;
      int length = inGroups ? seen.root().weights().orElseThrow().gathered() : slices;
      parts.add(
          new Part(
              chunks.array(),
              length,
              closed,
              chunks.from(),
              chunks.to(),
              chunk -> chunks.written(seen, arrays, chunk)));
    }
    return parts;
  }

  /** Reads every checkpoint, which finds what chunks by themselves do not show. */
  private boolean requireWeights() throws IOException {
    if (seen.weights().isPresent()) {
      float[] values = new float[seen.weights().get().layout().info().values()];
      for (int frame : recording.framesWithWeights()) {
        recording.weights(frame, values);
      }
    }
    return true;
  }

  private void readChunks(Part part, Progress progress, long total) throws IOException {
    ArrayReader array = part.array;
    int before = damage.size();
    for (int chunk = part.from; chunk < part.to && damage.size() - before < MOST_FAULTS; chunk++) {
      progress.report(chunksRead, total);
      int index = chunk;
      OptionalInt[] written = {OptionalInt.empty()}; // stays empty if the table is damaged
      check(() -> written[0] = part.checksum.of(index));
      check(() -> array.chunk(index, written[0], this::memory));
      chunksRead++;
    }
  }

  /** Returns one buffer for all chunks, since none is read twice. */
  private ByteBuffer memory(int length) {
    if (memory == null || memory.capacity() != length) {
      memory = null; // free the old one first
      memory = ByteBuffer.allocateDirect(length);
    }
    return memory.clear();
  }

  /** Compares stored values with the statistics of the exact ones, allowing for rounding. */
  private boolean requireStatistics(Layer layer) throws IOException {
    float[] values = new float[recording.valuesPerFrame(layer)];
    ByteBuffer buffer =
        ByteBuffer.allocate(layer.channels() * Statistics.COUNT * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int frame = 0; frame < seen.frames(); frame++) {
      recording.activation(layer.name(), frame, values);
      Statistics.write(values, layer.channels(), layer.valuesPerChannel(), buffer.clear());
      buffer.flip();
      for (Statistics exact : recording.statistics(layer.name(), frame)) {
        Statistics stored = Statistics.read(buffer);
        if (exact.finite() && !ActivationCodec.couldStore(layer, exact, stored)) {
          throw new ZarrFormatException(
              "layer " + layer.name(), "frame " + frame + " does not match its statistics");
        }
      }
    }
    return true;
  }

  /**
   * While a recording is being written, arrays may be declared longer than they are, but not
   * shorter.
   */
  private static boolean requireLength(Part part) throws ZarrFormatException {
    int declared = part.array.metadata().shape().get(0);
    if (declared < part.length || (part.exact && declared > part.length)) {
      throw new ZarrFormatException(
          part.array.path(),
          "declares %s %ss, but zarr.json has %s"
              .formatted(declared, part.array.metadata().dimensionNames().get(0), part.length));
    }
    return true;
  }

  private boolean requireRisingSteps() throws IOException {
    long[] steps = recording.exposedSteps().stream().mapToLong(TrainingStep::step).toArray();
    for (int frame = 1; frame < steps.length; frame++) {
      if (steps[frame] <= steps[frame - 1]) {
        throw new ZarrFormatException(
            "step", "frame " + frame + " is not later than the previous frame");
      }
    }
    return true;
  }

  private interface Check {
    Object run() throws IOException;
  }

  /** Runs a check and notes a fault unless it has been noted already. */
  private void check(Check check) throws IOException {
    try {
      check.run();
    } catch (ZarrFormatException e) {
      note(e.getMessage());
    } catch (RecordingFormatException e) {
      note(e.getCause().getMessage()); // without the recording's path
    }
  }

  private void note(String line) {
    if (!damage.contains(line)) {
      damage.add(line);
    }
  }
}
