package dev.zoetrope.dataset;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What images are for, as names of files and folders tell it. */
enum Part {
  TRAIN("train|training"),
  TEST("test|testing|t10k"),
  VALIDATION("val|valid|validation|dev|eval");

  private final String names;

  Part(String names) {
    this.names = names;
  }

  /** Returns the part that is called so. */
  static Optional<Part> called(String word) {
    for (Part part : values()) {
      if (word.toLowerCase(Locale.ROOT).matches(part.names)) {
        return Optional.of(part);
      }
    }
    return Optional.empty();
  }

  /** Returns the part that one of the words of a name says, as in {@code training_set}. */
  static Optional<Part> in(String name) {
    return Arrays.stream(name.split("[-_.\\s]+", -1)).flatMap(w -> called(w).stream()).findFirst();
  }

  /** Returns the word, as in "training images". */
  String adjective() {
    return this == TRAIN ? "training" : this == TEST ? "test" : "validation";
  }
}
