package dev.zoetrope.hooks;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Suggests existing names for one that does not exist. */
final class Nearest {

  private static final int COUNT = 5;

  private Nearest() {}

  /** Returns up to five of the paths, those with the fewest edits first. */
  static List<String> to(String wanted, List<String> paths) {
    String name = bare(wanted);
    return paths.stream()
        .sorted(Comparator.comparingInt(path -> distance(name, path)))
        .limit(COUNT)
        .toList();
  }

  /** Returns the smaller of the distances to the whole path and to its last name. */
  private static int distance(String name, String path) {
    String bare = bare(path);
    return Math.min(edits(name, bare), edits(name, bare.substring(bare.lastIndexOf('/') + 1)));
  }

  private static String bare(String path) {
    return PathGlob.withoutNumbers(path.toLowerCase(Locale.ROOT)).replaceAll("\\*+/?", "");
  }

  /** Returns the edit distance: how many letters to insert, delete or replace. */
  static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
