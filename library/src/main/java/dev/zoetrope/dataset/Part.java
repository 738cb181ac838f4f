package dev.zoetrope.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What images are for, according to the names of files and folders. */
enum Part {
  TRAIN("train|training"),
  TEST("test|testing|t10k"),
  VALIDATION("val|valid|validation|dev|eval");

  private final String names;

  Part(String names) {
    this.names = names;
  }

  /** Returns the part with this name. */
  static Optional<Part> called(String word) {
    for (Part part : values()) {
      if (word.toLowerCase(Locale.ROOT).matches(part.names)) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  /** Returns the part named by one of the words in a name, as in {@code training_set}. */
  static Optional<Part> in(String name) {
    return Arrays.stream(name.split("[-_.\\s]+", -1)).flatMap(w -> called(w).stream()).findFirst();
  }

  /** Returns the adjective, as in “training images”. */
  String adjective() {
    return this == TRAIN ? "training" : this == TEST ? "test" : "validation";
  }
}
