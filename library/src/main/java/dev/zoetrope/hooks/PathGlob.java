package dev.zoetrope.hooks;

import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Chooses blocks by a glob over their paths. */
final class PathGlob implements BlockSelector {

  private final boolean root;
  private final List<PathMatcher> matchers = new ArrayList<>();

  private PathGlob(String pattern) {
    root = pattern.equals(BlockNode.ROOT);
    String folded = portable(pattern);
    FileSystem files = FileSystems.getDefault();
    matchers.add(files.getPathMatcher("glob:" + folded));
    if (folded.startsWith("**/")) {
      matchers.add(
          files.getPathMatcher("glob:" + folded.substring(3))); // ** also matches no level at all
    }
  }

  static PathGlob of(String pattern) {
    return new PathGlob(pattern);
  }

  @Override
  public boolean selects(BlockNode node) {
    if (root || node.isRoot()) {
      return root && node.isRoot();
    }
    Path exact = Path.of(portable(node.path()));
    Path bare = Path.of(withoutNumbers(exact.toString()));
    return matchers.stream().anyMatch(glob -> glob.matches(exact) || glob.matches(bare));
  }

  /** Folds case and escapes characters that some platforms do not allow in a path. */
  private static String portable(String text) {
    StringBuilder portable = new StringBuilder();
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      if (c >= ' ' && c <= '~') {
        portable.append(c);
      } else {
        portable.append(String.format(Locale.ROOT, "u%04x", (int) c));
      }
    }
    return portable.toString();
  }

  /** Removes the two digits that DJL puts before names. */
  static String withoutNumbers(String path) {
    return path.replaceAll("(^|/)[0-9]{2}(?=[^/0-9])", "$1");
  }
}
