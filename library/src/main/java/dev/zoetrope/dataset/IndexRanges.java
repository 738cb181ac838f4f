package dev.zoetrope.dataset;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Numbers as people write them: {@code 0-499,1000}.
 *
 * <pre>{@code
 * int[] indices = IndexRanges.parse("0-2,7"); // 0, 1, 2, 7
 * }</pre>
 */
public final class IndexRanges {

  private static final int MOST = 10_000_000;

  private IndexRanges() {}

  /**
   * Returns the numbers in the order given.
   *
   * @throws IllegalArgumentException if the text is something else, a range runs backwards, or a
   *     number appears twice
   */
  public static int[] parse(String text) {
    Set<Integer> numbers = new LinkedHashSet<>();
    for (String part : text.split(",", -1)) {
      List<Integer> ends = ends(part.strip(), text);
      int last = ends.get(ends.size() - 1);
      if (last < ends.get(0)) {
        throw new IllegalArgumentException(
            "\"%s\" runs backwards; write %s-%s".formatted(part.strip(), last, ends.get(0)));
      }
      if (numbers.size() + (last - ends.get(0) + 1L) > MOST) {
        throw new IllegalArgumentException("\"%s\" is more than %s numbers".formatted(text, MOST));
      }
      for (int number = ends.get(0); number <= last; number++) {
        if (!numbers.add(number)) {
          throw new IllegalArgumentException("%s appears twice in \"%s\"".formatted(number, text));
        }
      }
    }
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }

  private static List<Integer> ends(String part, String text) {
    if (!part.matches("[0-9]{1,9}(-[0-9]{1,9})?")) {
      throw new IllegalArgumentException(
          "\"%s\" are not numbers; write them as in 0-499,1000".formatted(text));
    }
    List<Integer> ends = new ArrayList<>();
    for (String end : part.split("-", -1)) {
      ends.add(Integer.parseInt(end));
    }
    return ends;
  }
}
