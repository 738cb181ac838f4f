package dev.zoetrope.cli;

import dev.zoetrope.dataset.DataOptions;
import dev.zoetrope.dataset.DataOptions.Size;
import dev.zoetrope.dataset.DataOptions.Unreadable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options of {@code record} that describe the folder given by {@code --data}. */
final class DataArguments {

  @Option(
      names = "--size",
      paramLabel = "N|WxH",
      converter = SizeConverter.class,
      description = "size of the pictures; default: their median size, at most 64 pixels")
  private Size size;

  @Option(
      names = "--unreadable",
      paramLabel = "skip|fail",
      defaultValue = "skip",
      description = "leave out pictures that cannot be read, or fail; default: ${DEFAULT-VALUE}")
  private Unreadable unreadable;

  @Option(
      names = "--data-set",
      paramLabel = "NAME",
      description = "which data set, if the folder holds several, such as emnist-letters")
  private String name;

  @Option(
      names = "--transpose",
      negatable = true,
      description =
          "swap rows and columns of IDX images; default: only for EMNIST, which is stored transposed")
  private Boolean transpose;

  /** Returns whether any of these was given. */
  boolean given() {
    return size != null || name != null || transpose != null || unreadable != Unreadable.SKIP;
  }

  DataOptions options(long seed) {
    DataOptions options = DataOptions.DEFAULT.withSeed(seed).withUnreadable(unreadable);
    options = size == null ? options : options.withSize(size);
    options = name == null ? options : options.withName(name);
    return transpose == null ? options : options.withTranspose(transpose);
  }

  /** Reads a size as {@link Size#parse} does. */
  static final class SizeConverter implements ITypeConverter<Size> {

    @Override
    public Size convert(String text) {
      try {
        return Size.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
