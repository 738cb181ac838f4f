package dev.zoetrope.files;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears under its name only when it is complete. */
public final class PartialFile {

  /** What the names of files in the making end with. */
  public static final String SUFFIX = ".tmp";

  /** Most file systems take names of 255 bytes; a character may need four of them. */
  private static final int LONGEST_NAME_BYTES = 255;

  private static final int SHORTENED_NAME_CHARACTERS = 60;

  private PartialFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Body {

    /** Writes to the temporary file, which does not exist yet. */
    void writeTo(Path temporary) throws IOException;
  }

  /** Returns where a file lies until it is complete: beside the target. */
  static Path temporary(Path target) {
    String name = target.getFileName().toString();
    if (name.getBytes(StandardCharsets.UTF_8).length + SUFFIX.length() > LONGEST_NAME_BYTES) {
      name = name.substring(0, Math.min(name.length(), SHORTENED_NAME_CHARACTERS));
    }
    return target.resolveSibling(name + SUFFIX);
  }

  /** Writes beside the target and renames; whatever goes wrong, nothing is left behind. */
  public static void write(Path target, Body body) throws IOException {
    Path file = target.toAbsolutePath();
    Files.createDirectories(file.getParent());
    Path temporary = temporary(file);
    try {
      body.writeTo(temporary);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
