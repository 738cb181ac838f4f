package dev.zoetrope.cli;

import java.nio.file.FileSystems;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine;

/** Reads a glob for layer names, such as {@code conv*}. */
final class LayerGlob implements CommandLine.ITypeConverter<String> {

  @Override
  public String convert(String text) {
    try {
      FileSystems.getDefault().getPathMatcher("glob:" + text);
    } catch (PatternSyntaxException e) {
      throw new CommandLine.TypeConversionException(
          "\"" + text + "\" is not a pattern for layers; write it as in conv*,dense1");
    }
    if (text.isBlank()) {
      throw new CommandLine.TypeConversionException(
          "a layer's name is empty; write it as in conv*");
    }
    return text;
  }
}
