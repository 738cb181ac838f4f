package dev.zoetrope.dataset;

/**
 * Images to train on and images to test with, of one size.
 *
 * @param name what people call it
 * @param train images to train on
 * @param test images to test with
 */
public record ImageDataset(String name, ImageSet train, ImageSet test) {

  static ImageDataset of(String name, ImageSet train, ImageSet test) throws DatasetException {
    if (train.channels() != test.channels()
        || train.height() != test.height()
        || train.width() != test.width()) {
      throw new DatasetException(
          "%s: training images are %s but test images are %s"
              .formatted(name, size(train), size(test)));
    }
    return new ImageDataset(name, train, test);
  }

  private static String size(ImageSet set) {
    return set.channels() + "×" + set.height() + "×" + set.width();
  }

  /** Returns the number of classes: the largest label of both sets plus one. */
  public int classes() {
    return Math.max(train.classes(), test.classes());
  }
}
