package dev.zoetrope.insight;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.Statistics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/**
 * How much a layer changes from frame to frame, and which frames have NaN, infinities or clipped
 * values. Everything is computed from the stored statistics. Immutable.
 *
 * <pre>{@code
 * LayerHistory history = LayerHistory.of(recording, "conv1", Progress.NONE);
 * System.out.println(Arrays.toString(history.greatest(5)));
 * }</pre>
 *
 * <p>The change of a frame is the root mean square, over channels, of the changes of mean and
 * standard deviation since the previous frame. A change inside a feature map that affects neither
 * is not noticed.
 */
public final class LayerHistory {

  private final float[] changes;
  private final BitSet notFinite;

  private LayerHistory(float[] changes, BitSet notFinite) {
    this.changes = changes;
    this.notFinite = notFinite;
  }

  /**
   * Reads the statistics of every frame.
   *
   * @param progress counts frames
   * @throws IllegalArgumentException if there is no such layer
   * @throws CancellationException if progress asks to stop
   */
  public static LayerHistory of(Recording recording, String layer, Progress progress)
      throws IOException {
    int frames = recording.info().frames();
    Layer described = recording.info().layer(layer);
    float[] changes = new float[frames];
    BitSet notFinite = new BitSet(frames);
    List<Statistics> before = List.of();
    for (int frame = 0; frame < frames; frame++) {
      progress.report(frame, frames);
      List<Statistics> now = recording.statistics(layer, frame);
      changes[frame] = before.isEmpty() ? 0 : distance(before, now);
      notFinite.set(
          frame, now.stream().anyMatch(channel -> !channel.finite() || described.clips(channel)));
      before = now;
    }
    progress.report(frames, frames);
    return new LayerHistory(changes, notFinite);
  }

  private static float distance(List<Statistics> a, List<Statistics> b) {
    double sum = 0;
    for (int channel = 0; channel < a.size(); channel++) {
      double mean = (double) b.get(channel).mean() - a.get(channel).mean();
      double std = (double) b.get(channel).std() - a.get(channel).std();
      sum += mean * mean + std * std;
    }
    // Values that are not finite have no distance; such frames are flagged anyway.
    return Double.isFinite(sum) ? (float) Math.sqrt(sum / a.size()) : 0;
  }

  /** Returns the number of frames. */
  public int frames() {
    return changes.length;
  }

  /** Returns the change of a frame since the previous one; 0 for the first. */
  public float change(int frame) {
    return changes[frame];
  }

  /** Returns whether a frame has NaN, an infinity or a clipped value. */
  public boolean notFinite(int frame) {
    return notFinite.get(frame);
  }

  /**
   * Returns a copy of the frames that have NaN, an infinity or a clipped value, in ascending order.
   */
  public int[] notFinite() {
    return notFinite.stream().toArray();
  }

  /**
   * Returns the frames at which the layer changed most, in ascending order: local maxima above
   * twice the median change, at least a fortieth of the run apart.
   *
   * @param most the largest number of frames
   */
  public int[] greatest(int most) {
    float[] sorted = changes.clone();
    Arrays.sort(sorted);
    float threshold = changes.length == 0 ? 0 : 2 * sorted[changes.length / 2];
    int apart = Math.max(2, changes.length / 40);
    List<Integer> chosen = new ArrayList<>();
    IntStream.range(1, changes.length)
        .filter(frame -> changes[frame] > threshold && isPeak(frame))
        .boxed()
        .sorted(Comparator.comparingDouble((Integer frame) -> -changes[frame]))
        .forEach(
            frame -> {
              if (chosen.size() < most
                  && chosen.stream().allMatch(other -> Math.abs(other - frame) >= apart)) {
                chosen.add(frame);
              }
            });
    return chosen.stream().mapToInt(Integer::intValue).sorted().toArray();
  }

  private boolean isPeak(int frame) {
    float after = frame + 1 < changes.length ? changes[frame + 1] : 0;
    return changes[frame] >= changes[frame - 1] && changes[frame] >= after;
  }
}
