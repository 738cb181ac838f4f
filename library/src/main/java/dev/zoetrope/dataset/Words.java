package dev.zoetrope.dataset;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Numbers, sizes and lists of names for use in sentences. */
final class Words {

  private static final int SHOWN = 10;

  private Words() {}

  /** Returns the first names, and how many more there are. */
  static String list(Collection<String> names) {
    String shown =
        names.stream()
            .limit(SHOWN)
            .map(name -> name.replaceAll("\\p{Cntrl}", "?")) // a sentence is one line
            .collect(Collectors.joining(", "));
    return names.size() <= SHOWN
        ? shown
        : String.format(Locale.ROOT, "%s and %,d more", shown, names.size() - SHOWN);
  }

  /** Returns a number with its noun, as in “1 picture” or “1,200 pictures”. */
  static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? noun : noun + "s");
  }

  /** Returns size and colour, as in “28×20 pixels, grey”: width first. */
  static String image(int width, int height, int channels) {
    String colour = channels == 1 ? "grey" : channels == 3 ? "colour" : channels + " channels";
    return width + "×" + height + " pixels, " + colour;
  }
}
