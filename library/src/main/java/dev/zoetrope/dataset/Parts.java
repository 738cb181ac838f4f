package dev.zoetrope.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The images to train on and to test with, chosen from the parts that were found.
 *
 * @param train images to train on
 * @param test images to test with
 * @param sentences what was done so far, for people
 */
record Parts(ImageSet train, ImageSet test, List<String> sentences) {

  /**
   * Chooses the test images: those for testing, otherwise those for validation, otherwise some of
   * those for training.
   *
   * @param found at least one part
   */
  static Parts of(Map<Part, ImageSet> found, long seed, List<String> before) {
    List<String> sentences = new ArrayList<>(before);
    ImageSet train = found.get(Part.TRAIN);
    ImageSet test = found.get(Part.TEST);
    ImageSet validation = found.get(Part.VALIDATION);
    if (train != null && test != null) {
      if (validation != null) {
        sentences.add("left out: " + Words.count(validation.size(), "validation image"));
      }
      return new Parts(train, test, sentences);
    }
    if (train == null && test != null && validation != null) {
      sentences.add("there are no training images; the validation images are used for training");
      return new Parts(validation, test, sentences);
    }
    if (train != null && validation != null) {
      sentences.add("the validation images are used for testing");
      return new Parts(train, validation, sentences);
    }
    ImageSet all = train != null ? train : test != null ? test : validation;
    Split split = Split.of(all.labels(), seed);
    sentences.add(0, Split.SENTENCE);
    return new Parts(all.select(split.train()), all.select(split.test()), sentences);
  }

  /** Makes the data set; the first sentence describes the images and their number. */
  ImageDataset dataset(String name, String noun, List<String> classNames) throws DatasetException {
    List<String> all = new ArrayList<>();
    all.add(
        String.format(
            Locale.ROOT,
            "%s of %d classes: %,d to train, %,d to test; %s",
            Words.count((long) train.size() + test.size(), noun),
            classNames.size(),
            train.size(),
            test.size(),
            Words.image(train.width(), train.height(), train.channels())));
    all.addAll(sentences);
    return ImageDataset.of(name, train, test, classNames, all);
  }
}
