package dev.zoetrope.training;

import dev.zoetrope.dataset.ImageSet;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Which test images are fed through after each step unless someone chooses: one of each class. */
final class DefaultProbes {

  private static final int MOST = 10;

  private DefaultProbes() {}

  /** Returns the first image of each class; of more than ten classes, of ten evenly spread. */
  static List<Integer> of(ImageSet test) {
    int[] first = Arrays.stream(test.firstOfEachClass()).filter(image -> image >= 0).toArray();
    int count = Math.min(MOST, first.length);
    return IntStream.range(0, count).mapToObj(i -> first[i * first.length / count]).toList();
  }
}
