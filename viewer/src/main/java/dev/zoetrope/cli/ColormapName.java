package dev.zoetrope.cli;

import dev.zoetrope.render.Colormap;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;

/** Reads the name of a colormap, as in {@code brown-teal}. */
final class ColormapName implements CommandLine.ITypeConverter<Colormap> {

  private static final List<String> NAMES =
      Arrays.stream(Colormap.values()).map(Colormap::label).toList();

  /** The names of all colormaps, for help and completion. */
  static final class Candidates implements Iterable<String> {

    @Override
    public Iterator<String> iterator() {
      return NAMES.iterator();
    }
  }

  @Override
  public Colormap convert(String text) {
    String name = text.strip().toLowerCase(Locale.ROOT);
    return Arrays.stream(Colormap.values())
        .filter(map -> map.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new CommandLine.TypeConversionException(
                    "no colormap is called \"%s\"; there are %s"
                        .formatted(text, String.join(", ", NAMES))));
  }
}
