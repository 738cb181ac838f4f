package dev.zoetrope.files;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Names for temporary files beside another file. */
public final class Siblings {

  /** Most file systems allow names of 255 bytes; a character may need four of them. */
  private static final int LONGEST_NAME_BYTES = 255;

  private static final int SHORTENED_NAME_CHARACTERS = 50;

  private Siblings() {}

  /**
   * Returns a path beside this one: its name with a prefix and a suffix, shortened if necessary.
   *
   * @throws IllegalArgumentException if the path is the root of a file system, which has no name
   */
  public static Path of(Path path, String before, String after) {
    Path file = path.toAbsolutePath().normalize();
    if (file.getFileName() == null) {
      throw new IllegalArgumentException(path + " is the root of the disk; choose a name below it");
    }
    String name = file.getFileName().toString();
    int bytes = (before + name + after).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > LONGEST_NAME_BYTES) {
      int end =
          name.offsetByCodePoints(
              0, Math.min(SHORTENED_NAME_CHARACTERS, name.codePointCount(0, name.length())));
      name = name.substring(0, end) + "-" + Integer.toHexString(name.hashCode());
    }
    return file.resolveSibling(before + name + after);
  }
}
