package dev.zoetrope.pass;

import dev.zoetrope.recording.Reduction;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/** Copies the part of an activation that a {@link Reduction} keeps. */
final class Reducer {

  private final List<Integer> channels;
  private final int fullChannels;

  /** For each position of a channel, the index of the reduced position it goes into. */
  private final int[] targets;

  /** How many positions go into each reduced position. */
  private final int[] counts;

  Reducer(Reduction reduction) {
    channels = reduction.channels();
    fullChannels = reduction.fullShape().get(0);
    List<Integer> from = reduction.fullShape().subList(1, reduction.fullShape().size());
    List<Integer> to = reduction.shape().subList(1, reduction.shape().size());
    targets = new int[product(from)];
    counts = new int[product(to)];
    for (int position = 0; position < targets.length; position++) {
      int rest = position;
      int stride = 1;
      for (int axis = from.size() - 1; axis >= 0; axis--) {
        targets[position] += rest % from.get(axis) / reduction.pooling() * stride;
        rest /= from.get(axis);
        stride *= to.get(axis);
      }
      counts[targets[position]]++;
    }
  }

  private static int product(List<Integer> lengths) {
    return lengths.stream().reduce(1, Math::multiplyExact);
  }

  /**
   * Reduces an activation.
   *
   * @param full [probe, channel, …position] in row-major order
   * @param out receives the remaining channels and positions, in the same axis order
   */
  void reduce(FloatBuffer full, float[] out) {
    double[] sums = new double[counts.length];
    int next = 0;
    int probes = out.length / (channels.size() * counts.length);
    for (int probe = 0; probe < probes; probe++) {
      for (int channel : channels) {
        int start = (probe * fullChannels + channel) * targets.length;
        Arrays.fill(sums, 0);
        for (int position = 0; position < targets.length; position++) {
          sums[targets[position]] += full.get(start + position);
        }
        for (int i = 0; i < sums.length; i++) {
          out[next++] = (float) (sums[i] / counts[i]);
        }
      }
    }
  }
}
