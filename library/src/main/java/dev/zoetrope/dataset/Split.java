package dev.zoetrope.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Splits images into training and test images if the files do not: one in six of each class, drawn
 * at random, is for testing.
 */
final class Split {

  private static final int ONE_IN = 6;

  /** A sentence for people about the split. */
  static final String SENTENCE =
      "the files do not say which images are for testing: one in six of each class was drawn at random";

  private final int[] train;
  private final int[] test;

  private Split(int[] train, int[] test) {
    this.train = train;
    this.test = test;
  }

  /** Returns the indices of images to train on, ascending. */
  int[] train() {
    return train;
  }

  /** Returns the indices of images to test with, ascending. */
  int[] test() {
    return test;
  }

  /**
   * Draws images.
   *
   * @param labels the class of each image
   * @param seed the same seed draws the same images
   */
  static Split of(int[] labels, long seed) {
    Map<Integer, List<Integer>> classes = new TreeMap<>();
    for (int image = 0; image < labels.length; image++) {
      classes.computeIfAbsent(labels[image], label -> new ArrayList<>()).add(image);
    }
    SplittableRandom random = new SplittableRandom(seed);
    boolean[] drawn = new boolean[labels.length];
    for (List<Integer> images : classes.values()) {
      // A class of two images gives one; a class of one image is only for training.
      int wanted =
          Math.min(images.size() - 1, Math.max(1, Math.round((float) images.size() / ONE_IN)));
      for (int i = 0; i < wanted; i++) {
        drawn[images.remove(random.nextInt(images.size()))] = true;
      }
    }
    return new Split(
        IntStream.range(0, drawn.length).filter(image -> !drawn[image]).toArray(),
        IntStream.range(0, drawn.length).filter(image -> drawn[image]).toArray());
  }
}
