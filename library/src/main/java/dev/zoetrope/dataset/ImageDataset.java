package dev.zoetrope.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images for training and testing, all of one size. Immutable.
 *
 * <pre>{@code
 * ImageDataset dataset = Mnist.load();
 * System.out.println(dataset.name() + ": " + dataset.classes() + " classes");
 * }</pre>
 *
 * @param name the data set's name
 * @param train images for training
 * @param test images for testing
 * @param classNames the name of each class, in the order of the labels
 * @param preparation what was done to prepare the files' data, as sentences for people
 */
public record ImageDataset(
    String name, ImageSet train, ImageSet test, List<String> classNames, List<String> preparation) {

  /** Copies the lists. */
  public ImageDataset {
    classNames = List.copyOf(classNames);
    preparation = List.copyOf(preparation);
  }

  /** Makes a data set whose classes are named by their numbers. */
  public ImageDataset(String name, ImageSet train, ImageSet test) {
    this(name, train, test, numbers(Math.max(train.classes(), test.classes())), List.of());
  }

  static List<String> numbers(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  /**
   * Makes a data set after checking that both sets match and that there are at least two classes.
   */
  static ImageDataset of(
      String name, ImageSet train, ImageSet test, List<String> classNames, List<String> preparation)
      throws DatasetException {
    if (train.channels() != test.channels()
        || train.height() != test.height()
        || train.width() != test.width()) {
      throw new DatasetException(
          "%s: training images are %s but test images are %s"
              .formatted(name, size(train), size(test)));
    }
    if (train.size() == 0 || test.size() == 0) {
      throw new DatasetException(name + ": too few images to train with some and test with others");
    }
    if (classNames.size() < 2) {
      throw new DatasetException(
          "%s: all images are of one class; there must be at least two".formatted(name));
    }
    List<String> sentences = new ArrayList<>(preparation);
    List<String> untrained = new ArrayList<>(classNames);
    untrained.removeAll(IntStream.of(train.labels()).distinct().mapToObj(classNames::get).toList());
    if (!untrained.isEmpty()) {
      sentences.add("no training images of " + Words.list(untrained));
    }
    return new ImageDataset(name, train, test, classNames, sentences);
  }

  private static String size(ImageSet set) {
    return set.channels() + "×" + set.height() + "×" + set.width();
  }

  /** Returns the number of classes. */
  public int classes() {
    return classNames.size();
  }

  /** Returns whether classes have names other than their numbers. */
  public boolean namesClasses() {
    return !classNames.equals(numbers(classes()));
  }
}
