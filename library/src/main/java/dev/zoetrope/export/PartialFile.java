package dev.zoetrope.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that appears under its name only once it is complete. */
final class PartialFile {

  private static final String SUFFIX = ".tmp";

  private PartialFile() {}

  @FunctionalInterface
  interface Body {
    void writeTo(Path temporary) throws IOException;
  }

  /** Writes beside the target and renames. If anything goes wrong, nothing is left behind. */
  static void write(Path target, Body body) throws IOException {
    Path file = target.toAbsolutePath();
    Files.createDirectories(file.getParent());
    Path temporary = file.resolveSibling(file.getFileName() + SUFFIX);
    try {
      body.writeTo(temporary);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
