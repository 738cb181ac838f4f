package dev.zoetrope.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the name of an IDX file says, in any of the common spellings: {@code
 * emnist-letters-train-images-idx3-ubyte.gz}, {@code t10k-labels.idx1-ubyte}.
 *
 * @param set the data set; empty if the name has no prefix
 * @param part what its images are for
 * @param images true for images, false for labels; empty if the name does not say
 */
record IdxName(String set, Optional<Part> part, Optional<Boolean> images) {

  private static final Pattern IMAGES = Pattern.compile("images?|imgs?|data|x");
  private static final Pattern LABELS = Pattern.compile("labels?|targets?|classes|y");
  private static final Pattern FORM =
      Pattern.compile("idx\\d?|u?byte|u?int\\d*|short|float\\d*|double|gz|bin");

  static IdxName of(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    List<String> set = new ArrayList<>();
    Optional<Part> part = Optional.empty();
    Optional<Boolean> images = Optional.empty();
    for (String word : name.split("[-_.\\s]+", -1)) {
      if (part.isEmpty() && Part.called(word).isPresent()) {
        part = Part.called(word);
      } else if (images.isEmpty() && IMAGES.matcher(word).matches()) {
        images = Optional.of(true);
      } else if (images.isEmpty() && LABELS.matcher(word).matches()) {
        images = Optional.of(false);
      } else if (!word.isEmpty() && !FORM.matcher(word).matches()) {
        set.add(word);
      }
    }
    return new IdxName(String.join("-", set), part, images);
  }

  /** Returns whether images with this name are EMNIST's, which are transposed. */
  boolean isEmnist() {
    return set.startsWith("emnist");
  }
}
