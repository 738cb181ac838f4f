package dev.zoetrope.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The classes that occur in a data set, numbered from 0 without gaps, in the order of their labels.
 */
final class ClassLabels {

  private static final int SURELY_CLASSES = 100;

  private final int[] values;

  private ClassLabels(int[] values) {
    this.values = values;
  }

  /** Finds the classes of all parts. */
  static ClassLabels of(Iterable<int[]> parts) {
    TreeSet<Integer> found = new TreeSet<>();
    for (int[] labels : parts) {
      Arrays.stream(labels).forEach(found::add);
    }
    return new ClassLabels(found.stream().mapToInt(label -> label).toArray());
  }

  /**
   * Checks that the labels can be classes.
   *
   * @param where the source of the labels, for the error
   * @throws DatasetException if there are almost as many classes as images
   */
  void requireFewerThan(int images, String where) throws DatasetException {
    if (values.length > SURELY_CLASSES && 2L * values.length > images) {
      throw new DatasetException(
          String.format(
              Locale.ROOT,
              "%s: %,d different labels for %,d images; these are not classes",
              where,
              values.length,
              images));
    }
  }

  /** Returns the class of each label, in a new array. */
  int[] classes(int[] labels) {
    return Arrays.stream(labels).map(label -> Arrays.binarySearch(values, label)).toArray();
  }

  /** Returns the labels as names of their classes. */
  List<String> names() {
    return Arrays.stream(values).mapToObj(Integer::toString).toList();
  }

  /** Describes the labels if they are not 0, 1, 2, … without gaps. */
  Optional<String> sentence() {
    int last = values.length - 1;
    if (values[0] == 0 && values[last] == last) {
      return Optional.empty();
    }
    if (values[last] - (long) values[0] == last) {
      return Optional.of(
          "labels " + values[0] + "…" + values[last] + " are " + values.length + " classes");
    }
    return Optional.of(
        "labels "
            + values[0]
            + "…"
            + values[last]
            + " have gaps; the "
            + values.length
            + " that occur are the classes");
  }
}
