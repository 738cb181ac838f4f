package dev.zoetrope.cli;

import java.util.Locale;

/** Formats numbers with their nouns. */
final class Words {

  private Words() {}

  /** Returns {@code 1 epoch}, {@code 5 epochs}, {@code 60,000 images}. */
  static String count(long number, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", number, noun, number == 1 ? "" : "s");
  }
}
