package dev.zoetrope.recording;

import java.util.ArrayList;
import java.util.List;

/**
 * What was left out of a layer's activation to save space: channels, positions, or both. First
 * channels are chosen; then squares (or lines, or cubes) of positions are replaced by their mean,
 * those at the far edges by the mean of what is there.
 *
 * @param fullShape the shape of one probe's activation in the network: [channel, y, x] for feature
 *     maps
 * @param channels the indices of the channels that are recorded, rising
 * @param pooling how many positions along each spatial axis become one; 1 for none
 */
public record Reduction(List<Integer> fullShape, List<Integer> channels, int pooling) {

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException for a length or pooling below 1, no channels, or channels that
   *     do not rise or are not there
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
      throw new IllegalArgumentException("reduction to no channels");
    }
  }

  /** Returns the shape of what is left: the number of channels, and each length ÷ pooling, up. */
  public List<Integer> shape() {
    List<Integer> shape = new ArrayList<>();
    shape.add(channels.size());
    for (int length : fullShape.subList(1, fullShape.size())) {
      shape.add((length - 1) / pooling + 1);
    }
    return shape;
  }

  /** Says for people what is recorded: {@code 16 of 64 channels, means of 2×2}. */
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
