package dev.zoetrope.cli;

import dev.zoetrope.dataset.DataOptions;
import dev.zoetrope.dataset.DataOptions.Size;
import dev.zoetrope.dataset.DataOptions.Unreadable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What {@code record} lets one say of {@code --data}. */
final class DataArguments {

  @Option(
      names = "--size",
      paramLabel = "N|WxH",
      converter = SizeConverter.class,
      description = "size of pictures; default: their median, at most 64 pixels")
  private Size size;

  @Option(
      names = "--unreadable",
      paramLabel = "skip|fail",
      defaultValue = "skip",
      description =
          "pictures that cannot be read are left out, or end it; default: ${DEFAULT-VALUE}")
  private Unreadable unreadable;

  @Option(
      names = "--data-set",
      paramLabel = "NAME",
      description = "which one, where a folder holds several, as in emnist-letters")
  private String name;

  @Option(
      names = "--transpose",
      negatable = true,
      description =
          "exchange rows and columns of IDX images; default: only EMNIST's, which lie on their side")
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
