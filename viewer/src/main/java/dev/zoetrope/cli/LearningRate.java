package dev.zoetrope.cli;

import picocli.CommandLine;

/** Reads a learning rate: a number above 0 that float32 can hold. */
final class LearningRate implements CommandLine.ITypeConverter<Float> {

  @Override
  public Float convert(String text) {
    try {
      float rate = Float.parseFloat(text.strip());
      if (rate > 0 && Float.isFinite(rate)) {
        return rate;
      }
    } catch (NumberFormatException e) {
      // reported below
    }
    throw new CommandLine.TypeConversionException(
        "\"" + text + "\" is not a number above 0; write it as in 0.001");
  }
}
