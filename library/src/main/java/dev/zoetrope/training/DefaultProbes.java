package dev.zoetrope.training;

import dev.zoetrope.dataset.ImageSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The default probes: one test image of each class. */
final class DefaultProbes {

  private static final int MOST = 10;

  private DefaultProbes() {}

  /**
   * Returns the first image of each class, as indices; if there are more than ten classes, of ten
   * evenly spaced ones.
   */
  static List<Integer> of(ImageSet test) {
    int[] first = Arrays.stream(test.firstOfEachClass()).filter(image -> image >= 0).toArray();
    int count = Math.min(MOST, first.length);
    return IntStream.range(0, count).mapToObj(i -> first[i * first.length / count]).toList();
  }
}
