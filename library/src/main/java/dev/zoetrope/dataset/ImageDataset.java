package dev.zoetrope.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Images to train on and images to test with, of one size.
 *
 * @param name what people call it
 * @param train images to train on
 * @param test images to test with
 * @param classNames what each class is called, in the order of labels
 * @param preparation what was done to make it of the files, in sentences for people
 */
public record ImageDataset(
    String name, ImageSet train, ImageSet test, List<String> classNames, List<String> preparation) {

  /** Copies the lists. */
  public ImageDataset {
    classNames = List.copyOf(classNames);
    preparation = List.copyOf(preparation);
  }

  /** Makes a data set whose classes have no names but their numbers. */
  public ImageDataset(String name, ImageSet train, ImageSet test) {
    this(name, train, test, numbers(Math.max(train.classes(), test.classes())), List.of());
  }

  static List<String> numbers(int classes) {
    return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
  }

  /** Checks that both sets fit each other, and a network something to tell apart. */
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
          "%s: all images are of one class; there must be two at least".formatted(name));
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

  /** Returns whether classes have names that say more than their numbers. */
  public boolean namesClasses() {
    return !classNames.equals(numbers(classes()));
  }
}
