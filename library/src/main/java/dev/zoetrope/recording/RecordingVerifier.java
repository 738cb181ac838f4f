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
 * Reads everything in a recording. Every chunk ends with a checksum, so every flipped bit is found,
 * and the table of checksums tells a chunk in another's place. Activations are compared with their
 * statistics too.
 */
public final class RecordingVerifier {

  /** Faults of one array after which it is given up: a false count of frames makes millions. */
  private static final int MOST_FAULTS = 100;

  /** Frames are read in order, so a chunk of each array is enough. */
  private static final long CACHE_BYTES = 4 << 20;

  /** An array, how many slices of it are there, and whether it has to declare just as many. */
  private record Part(ArrayReader array, int length, boolean exact) {}

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
   * What was found.
   *
   * @param chunks chunks that were read
   * @param damage one line for each fault, empty for a sound recording
   */
  public record Report(long chunks, List<String> damage) {

    /** Returns whether nothing is wrong. */
    public boolean sound() {
      return damage.isEmpty();
    }
  }

  /**
   * Verifies a recording, going on after damage.
   *
   * @throws RecordingFormatException if it cannot even be opened
   */
  public static Report verify(Path path, Progress progress) throws IOException {
    try (Recording recording = Recording.open(path, CACHE_BYTES)) {
      RecordingVerifier verifier = new RecordingVerifier(recording);
      verifier.run(progress);
      return new Report(verifier.chunksRead, List.copyOf(verifier.damage));
    }
  }

  /**
   * Deletes the files in the making that a killed writer left in a recording's directory. Readers
   * do not see them, so this only frees space. Not to be called while a recording is written: its
   * writer would miss them.
   *
   * @return how many there were
   * @throws RecordingFormatException if there is no recording here
   */
  public static int clean(Path path) throws IOException {
    try (Recording recording = Recording.open(path)) {
      return recording.store().deleteTemporaryFiles();
    }
  }

  private void run(Progress progress) throws IOException {
    check(recording::probes);
    List<Part> parts = parts();
    long total = parts.stream().mapToLong(p -> ArrayAccess.chunks(p.array, p.length)).sum();
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
    }
  }

  /** Opens every array that grows while a recording is written. */
  private List<Part> parts() throws IOException {
    List<Part> parts = new ArrayList<>();
    boolean closed = seen.root().isClosed();
    for (ArraySpec spec : seen.catalog().frameArrays()) {
      check(() -> parts.add(new Part(arrays.open(spec), seen.frames(), closed)));
    }
    for (String series : seen.root().seriesPaths()) {
      check(() -> parts.add(new Part(arrays.openSeries(series), seen.frames(), closed)));
    }
    int rows = seen.root().checksums().rows();
    if (rows > 0) {
      check(() -> parts.add(new Part(arrays.checksumTable(), rows, false)));
    }
    return parts;
  }

  private void readChunks(Part part, Progress progress, long total) throws IOException {
    ArrayReader array = part.array;
    int before = damage.size();
    int chunks = ArrayAccess.chunks(array, part.length);
    for (int chunk = 0; chunk < chunks && damage.size() - before < MOST_FAULTS; chunk++) {
      progress.report(chunksRead, total);
      int index = chunk;
      OptionalInt[] written = {OptionalInt.empty()}; // stays so where the table is damaged
      check(() -> written[0] = arrays.checksum(seen, array, index));
      check(() -> array.chunk(index, written[0], this::memory));
      chunksRead++;
    }
  }

  /** One buffer for all chunks: none is looked at again. */
  private ByteBuffer memory(int length) {
    if (memory == null || memory.capacity() != length) {
      memory = null; // not both at once
      memory = ByteBuffer.allocateDirect(length);
    }
    return memory.clear();
  }

  /** Compares what is stored with the statistics of the exact values, as far as rounding lets. */
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
              "layer " + layer.name(), "frame " + frame + " does not have its statistics");
        }
      }
    }
    return true;
  }

  /** Arrays may be declared longer than they are while a recording is written, never shorter. */
  private static boolean requireLength(Part part) throws ZarrFormatException {
    int declared = part.array.metadata().shape().get(0);
    if (declared < part.length || (part.exact && declared > part.length)) {
      throw new ZarrFormatException(
          part.array.path(),
          "declares %s %ss where zarr.json has %s"
              .formatted(declared, part.array.metadata().dimensionNames().get(0), part.length));
    }
    return true;
  }

  private boolean requireRisingSteps() throws IOException {
    long[] steps = recording.steps();
    for (int frame = 1; frame < steps.length; frame++) {
      if (steps[frame] <= steps[frame - 1]) {
        throw new ZarrFormatException("step", "frame " + frame + " is not after the one before");
      }
    }
    return true;
  }

  private interface Check {
    Object run() throws IOException;
  }

  /** Runs a check and keeps the first line about each fault. */
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
