package dev.zoetrope.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes a file that appears under its name only once it is complete. */
public final class PartialFile {

  /** The suffix of temporary files' names. */
  public static final String SUFFIX = ".tmp";

  private PartialFile() {}

  /** Writes the content of a file. */
  @FunctionalInterface
  public interface Body {

    /** Writes to the temporary file, which does not exist yet. */
    void writeTo(Path temporary) throws IOException;
  }

  /** Returns where a file is written until it is complete: beside the target. */
  static Path temporary(Path target) {
    return Siblings.of(target, "", SUFFIX);
  }

  /**
   * Writes beside the target and renames; if anything goes wrong, nothing is left behind.
   *
   * @throws IOException if writing fails; it names the target
   */
  public static void write(Path target, Body body) throws IOException {
    Path file = target.toAbsolutePath();
    Files.createDirectories(file.getParent());
    Path temporary = temporary(file);
    try {
      body.writeTo(temporary);
      Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw FailedWrite.naming(target, temporary, e);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
