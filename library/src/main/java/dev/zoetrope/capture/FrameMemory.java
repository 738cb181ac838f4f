package dev.zoetrope.capture;

import dev.zoetrope.recording.Layer;
import java.lang.System.Logger;
import java.util.List;
import java.util.function.LongSupplier;

/** Estimates the heap that frames need, before it is allocated. */
final class FrameMemory {

  private static final Logger LOGGER = System.getLogger(FrameMemory.class.getName());
  private static final int MOST_BUFFERS = 4;
  private static final int FEWEST_BUFFERS = 2;

  /** The share of the free heap to use; the rest is left for training. */
  private static final double SHARE = 0.6;

  private static final long CHUNK_BYTES = 512 << 10;

  private final int probes;
  private final long others;
  private final LongSupplier free;

  /**
   * Counts memory by which the heap may still grow as free.
   *
   * @param weights how many weights are in memory besides the frames
   */
  FrameMemory(int probes, long weights) {
    this(probes, weights, FrameMemory::freeHeap);
  }

  FrameMemory(int probes, long weights, LongSupplier free) {
    this.probes = probes;
    others = weights * Float.BYTES;
    this.free = free;
  }

  private static long freeHeap() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
  }

  private long available() {
    return Math.max(0, (long) (SHARE * free.getAsLong()) - others);
  }

  /** Returns how many frames may be in flight at a time; 0 if there is no room for two. */
  int buffers(List<Layer> layers) {
    for (int buffers = MOST_BUFFERS; buffers >= FEWEST_BUFFERS; buffers--) {
      if (bytes(layers, buffers) <= available()) {
        return buffers;
      }
    }
    return 0;
  }

  /**
   * Returns the layers, reduced if they do not fit otherwise, and logs what was reduced.
   *
   * @throws IllegalStateException if there is no room for one value per probe of each layer
   */
  List<Layer> fit(List<Layer> layers) {
    if (buffers(layers) > 0) {
      return layers;
    }
    System.gc(); // until then, garbage counts as used
    if (buffers(layers) > 0) {
      return layers;
    }
    long available = available();
    String wanted =
        "recording needs %s of heap and only %s is available"
            .formatted(megabytes(bytes(layers, FEWEST_BUFFERS)), megabytes(available));
    LOGGER.log(
        Logger.Level.WARNING,
        wanted + "; large layers are recorded in part. Raise -Xmx to record them whole");
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
          wanted + ", too little even for a part of each layer: choose fewer layers or raise -Xmx",
          e);
    }
  }

  private static String megabytes(long bytes) {
    return bytes / (1 << 20) + " MiB";
  }

  private long bytes(List<Layer> layers, int buffers) {
    long bytes = 0;
    for (Layer layer : layers) {
      long values = (long) probes * layer.valuesPerProbe();
      long stored = FrameBudget.bytes(layer, probes);
      // Buffers, the chunk being built and its compressed form, and the previous step's levels.
      bytes += buffers * values * Float.BYTES + 2 * Math.max(stored, CHUNK_BYTES) + 5 * values;
    }
    return bytes;
  }
}
