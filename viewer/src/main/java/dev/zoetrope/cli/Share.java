package dev.zoetrope.cli;

import picocli.CommandLine;

/** Reads a share, such as {@code 2%} or {@code 0.02}. */
final class Share implements CommandLine.ITypeConverter<Double> {

  @Override
  public Double convert(String text) {
    String trimmed = text.trim();
    boolean percent = trimmed.endsWith("%");
    try {
      double number =
          Double.parseDouble(percent ? trimmed.substring(0, trimmed.length() - 1) : trimmed);
      double share = percent ? number / 100 : number;
      if (share > 0 && share <= 1) {
        return share;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new CommandLine.TypeConversionException(
        "'" + text + "' is not a share above 0 and at most 100%, such as 2% or 0.02");
  }
}
