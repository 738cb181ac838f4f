package dev.zoetrope.dataset;

import java.util.List;
import java.util.Optional;

/**
 * Labels from an IDX file of whole numbers of any type: [image]; [image, column] as in QMNIST,
 * whose column 0 is the class; or [image, class] with a single 1 per row.
 */
final class IdxLabels {

  private static final int QMNIST_COLUMNS = 8;

  private final int[] values;
  private final Optional<String> sentence;

  private IdxLabels(int[] values, Optional<String> sentence) {
    this.values = values;
    this.sentence = sentence;
  }

  /** Returns the label of each image; not a copy. */
  int[] values() {
    return values;
  }

  /** Describes how the columns were interpreted, if there are several. */
  Optional<String> sentence() {
    return sentence;
  }

  /**
   * Reads labels.
   *
   * @throws DatasetException if they are not whole numbers, or their axes have no known meaning
   */
  static IdxLabels of(Idx labels) throws DatasetException {
    List<Integer> shape = labels.shape();
    int columns = shape.size() == 1 ? 1 : shape.get(1);
    if (shape.size() > 2) {
      throw new DatasetException(
          "%s holds no labels: it has %s axes, expected [image] or [image, column]"
              .formatted(labels.name(), shape.size()));
    }
    if (columns > 1 && isOneHot(labels, shape.get(0), columns)) {
      return new IdxLabels(
          positions(labels, shape.get(0), columns),
          Optional.of("the class is the column in which a row of labels has its 1"));
    }
    if (columns > 1 && columns != QMNIST_COLUMNS) {
      throw new DatasetException(
          "%s has %s columns, neither QMNIST's %s nor a 1 for the class in each row"
              .formatted(labels.name(), columns, QMNIST_COLUMNS));
    }
    int[] values = new int[shape.get(0)];
    for (int image = 0; image < values.length; image++) {
      double value = labels.get(image * columns);
      values[image] = (int) value;
      if (values[image] != value) {
        throw new DatasetException(
            "%s: the label of image %s is %s, not a whole number"
                .formatted(labels.name(), image, value));
      }
    }
    return new IdxLabels(
        values,
        columns == 1
            ? Optional.empty()
            : Optional.of("the class is column 0 of the " + columns + " columns of labels"));
  }

  private static boolean isOneHot(Idx labels, int rows, int columns) {
    for (int row = 0; row < rows; row++) {
      int ones = 0;
      for (int column = 0; column < columns; column++) {
        double value = labels.get(row * columns + column);
        if (value != 0 && value != 1) {
          return false;
        }
        ones += (int) value;
      }
      if (ones != 1) {
        return false;
      }
    }
    return true;
  }

  private static int[] positions(Idx labels, int rows, int columns) {
    int[] positions = new int[rows];
    for (int i = 0; i < rows * columns; i++) {
      if (labels.get(i) == 1) {
        positions[i / columns] = i % columns;
      }
    }
    return positions;
  }
}
