package dev.zoetrope.cli;

import java.nio.file.Path;
import picocli.CommandLine;

/** Reads a path. Rejects an empty one, which Java would take for the current folder. */
final class PathText implements CommandLine.ITypeConverter<Path> {

  @Override
  public Path convert(String text) {
    if (text.isBlank()) {
      throw new CommandLine.TypeConversionException("a path cannot be empty");
    }
    return Path.of(text);
  }
}
