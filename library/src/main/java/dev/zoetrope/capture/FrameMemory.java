package dev.zoetrope.capture;

import dev.zoetrope.recording.Layer;
import java.lang.System.Logger;
import java.util.List;
import java.util.function.LongSupplier;

/** Reckons the heap that frames take, before it is taken. */
final class FrameMemory {

  private static final Logger LOGGER = System.getLogger(FrameMemory.class.getName());
  private static final int MOST_BUFFERS = 4;
  private static final int FEWEST_BUFFERS = 2;

  /** What the program that trains may still need is not taken. */
  private static final double SHARE = 0.6;

  private static final long CHUNK_BYTES = 512 << 10;

  private final int probes;
  private final LongSupplier free;

  /** Reckons with what the heap may still grow to. */
  FrameMemory(int probes) {
    this(probes, FrameMemory::freeHeap);
  }

  FrameMemory(int probes, LongSupplier free) {
    this.probes = probes;
    this.free = free;
  }

  private static long freeHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  private long available() {
    return (long) (SHARE * free.getAsLong());
  }

  /** Returns how many frames may be under way at a time, 0 if there is no room for two. */
  int buffers(List<Layer> layers) {
    for (int buffers = MOST_BUFFERS; buffers >= FEWEST_BUFFERS; buffers--) {
      if (bytes(layers, buffers) <= available()) {
        return buffers;
      }
    }
    return 0;
  }

  /**
   * Returns the layers, reduced where there is no room for them otherwise, and says so in the log.
   *
   * @throws IllegalStateException if there is no room for one value a probe of each layer
   */
  List<Layer> fit(List<Layer> layers) {
    if (buffers(layers) > 0) {
      return layers;
    }
    System.gc(); // what is garbage counts as taken until then
    if (buffers(layers) > 0) {
      return layers;
    }
    long available = available();
    String wanted =
        "recording needs %s of heap and %s are left for it"
            .formatted(megabytes(bytes(layers, FEWEST_BUFFERS)), megabytes(available));
    LOGGER.log(
        Logger.Level.WARNING,
        wanted + "; large layers are recorded in part. A larger -Xmx records them whole");
    long stored = layers.stream().mapToLong(layer -> FrameBudget.bytes(layer, probes)).sum();
    try {
      for (double share = (double) available / bytes(layers, FEWEST_BUFFERS); ; share /= 2) {
        FrameBudget budget = new FrameBudget((long) (share * stored), ReduceBy.CHANNELS);
        List<Layer> reduced = budget.fit(layers, probes);
        if (buffers(reduced) > 0) {
          return reduced;
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          wanted + ", not even for a part of each layer: choose fewer layers or a larger -Xmx", e);
    }
  }

  private static String megabytes(long bytes) {
    return bytes / (1 << 20) + " MiB";
  }

  private long bytes(List<Layer> layers, int buffers) {
    long bytes = 0;
    for (Layer layer : layers) {
      long values = (long) probes * layer.valuesPerProbe() + layer.weights();
      long stored = FrameBudget.bytes(layer, probes) + (long) Float.BYTES * layer.weights();
      // Buffers, the chunk in the making and its compressed form, the levels held since the step
      // before.
      bytes += buffers * values * Float.BYTES + 2 * Math.max(stored, CHUNK_BYTES) + 5 * values;
    }
    return bytes;
  }
}
