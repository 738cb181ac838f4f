package dev.zoetrope.capture;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Reduction;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Decides what to leave out of large layers so that a frame's activations fit into a number of
 * bytes, counted before compression. Layers smaller than an equal share stay whole and leave the
 * rest of their share to the others.
 *
 * @param maxBytes the largest size of a frame
 * @param by what to leave out first
 */
record FrameBudget(long maxBytes, ReduceBy by) {

  static final FrameBudget NONE = new FrameBudget(Long.MAX_VALUE, ReduceBy.CHANNELS);

  /** The largest size of one layer in one frame, in any recording. */
  private static final long MAX_LAYER_BYTES = 64 << 20;

  private static final Logger LOGGER = System.getLogger(FrameBudget.class.getName());

  FrameBudget {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("a frame does not fit into " + maxBytes + " bytes");
    }
  }

  /**
   * Returns the layers, large ones reduced, and logs what was reduced.
   *
   * @throws IllegalArgumentException if there is no room for one value per probe of some layer
   */
  List<Layer> fit(List<Layer> layers, int probes) {
    List<Layer> fitting = new ArrayList<>(layers);
    List<Integer> smallestFirst =
        IntStream.range(0, layers.size())
            .boxed()
            .sorted(Comparator.comparingLong(i -> bytes(layers.get(i), probes)))
            .toList();
    long left = maxBytes;
    int count = layers.size();
    for (int i : smallestFirst) {
      long share = Math.min(left / count--, MAX_LAYER_BYTES);
      if (bytes(layers.get(i), probes) > share) {
        fitting.set(i, reduce(layers.get(i), share / bytesPerValue(layers.get(i), probes)));
      }
      left -= bytes(fitting.get(i), probes);
    }
    say(layers, fitting, probes);
    return fitting;
  }

  private static long bytesPerValue(Layer layer, int probes) {
    Precision precision = layer.settled().precision();
    return (long) probes
        * switch (precision) {
          case INT8 -> 1;
          case FLOAT16 -> 2;
          default -> Float.BYTES;
        };
  }

  /** Returns the bytes of one frame of a layer, before compression. */
  static long bytes(Layer layer, int probes) {
    return bytesPerValue(layer, probes) * layer.valuesPerProbe();
  }

  /** Reduces a layer to at most this many values per probe. */
  private Layer reduce(Layer layer, long values) {
    if (values < 1) {
      throw new IllegalArgumentException(
          "maxBytesPerFrame %s does not leave layer %s one value per probe; allow more, or choose fewer layers"
              .formatted(maxBytes, layer.name()));
    }
    int channels = (int) Math.min(layer.channels(), values / layer.valuesPerChannel());
    if (by == ReduceBy.CHANNELS && channels > 0) {
      return layer.reduced(reduction(layer, channels, 1));
    }
    channels = by == ReduceBy.CHANNELS ? 1 : layer.channels();
    int longest = layer.shape().stream().skip(1).max(Comparator.naturalOrder()).orElse(1);
    for (int pooling = 1; pooling <= longest; pooling++) {
      Reduction pooled = reduction(layer, channels, pooling);
      if (pooled.shape().stream().mapToLong(n -> n).reduce(1, Math::multiplyExact) <= values) {
        return layer.reduced(pooled);
      }
    }
    return layer.reduced(reduction(layer, (int) values, longest));
  }

  private static Reduction reduction(Layer layer, int count, int pooling) {
    List<Integer> channels =
        IntStream.range(0, count)
            .mapToObj(i -> (int) ((long) i * layer.channels() / count))
            .toList();
    return new Reduction(layer.shape(), channels, pooling);
  }

  private void say(List<Layer> whole, List<Layer> fitting, int probes) {
    String reduced =
        fitting.stream()
            .filter(layer -> layer.reduction().isPresent())
            .map(layer -> layer.name() + ": " + layer.reduction().get())
            .collect(Collectors.joining("; "));
    if (!reduced.isEmpty()) {
      LOGGER.log(
          Logger.Level.WARNING,
          "a frame of all layers would take %s bytes, but %s; these are recorded in part: %s"
              .formatted(
                  whole.stream().mapToLong(layer -> bytes(layer, probes)).sum(),
                  maxBytes == Long.MAX_VALUE
                      ? MAX_LAYER_BYTES + " is the limit for one layer"
                      : maxBytes + " is the limit",
                  reduced));
    }
  }
}
