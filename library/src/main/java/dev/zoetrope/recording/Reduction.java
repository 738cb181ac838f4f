package dev.zoetrope.recording;

import java.util.ArrayList;
import java.util.List;

/**
 * How a layer's activation was reduced to save space: in channels, positions, or both. First,
 * channels are chosen; then squares (or lines, or cubes) of positions are replaced by their mean.
 * At the far edges, squares may be incomplete.
 *
 * <pre>{@code
 * recording.info().layer("conv1").reduction().ifPresent(System.out::println);
 * }</pre>
 *
 * @param fullShape the shape of one probe's activation in the network: [channel, y, x] for feature
 *     maps
 * @param channels the indices of the recorded channels, in ascending order
 * @param pooling how many positions along each spatial axis become one; 1 for no pooling
 */
public record Reduction(List<Integer> fullShape, List<Integer> channels, int pooling) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a length or the pooling is below 1, there are no channels,
   *     or they do not exist or are not in ascending order
   */
  public Reduction {
    fullShape = List.copyOf(fullShape);
    channels = List.copyOf(channels);
    if (fullShape.isEmpty() || fullShape.stream().anyMatch(n -> n < 1) || pooling < 1) {
      throw new IllegalArgumentException("reduction of " + fullShape + " by " + pooling);
    }
    int last = -1;
    for (int channel : channels) {
      if (channel <= last || channel >= fullShape.get(0)) {
        throw new IllegalArgumentException(
            "channel " + channel + " of " + fullShape.get(0) + " after channel " + last);
      }
      last = channel;
    }
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("a reduction must keep at least one channel");
    }
  }

  /**
   * Returns the reduced shape: the number of recorded channels, then each length ÷ pooling, rounded
   * up.
   */
  public List<Integer> shape() {
    List<Integer> shape = new ArrayList<>();
    shape.add(channels.size());
    for (int length : fullShape.subList(1, fullShape.size())) {
      shape.add((length - 1) / pooling + 1);
    }
    return shape;
  }

  /** Describes what is recorded, as in {@code 16 of 64 channels, means of 2×2}. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (channels.size() < fullShape.get(0)) {
      parts.add(channels.size() + " of " + fullShape.get(0) + " channels");
    }
    if (pooling > 1) {
      parts.add("means of " + (pooling + "×").repeat(fullShape.size() - 2) + pooling);
    }
    return parts.isEmpty() ? "whole" : String.join(", ", parts);
  }
}
