package dev.zoetrope.recording;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The names of array axes: {@code dimension_names} in Zarr. */
final class AxisNames {

  private AxisNames() {}

  /** Returns the leading names, followed by names for the axes of one probe's values. */
  static List<String> ofValues(List<String> leading, int axes) {
    return joined(
        leading,
        switch (axes) {
          case 1 -> List.of("unit");
          case 2 -> List.of("channel", "x");
          case 3 -> List.of("channel", "y", "x");
          case 4 -> List.of("channel", "z", "y", "x");
          default -> numbered(axes);
        });
  }

  private static List<String> numbered(int axes) {
    return IntStream.range(0, axes).mapToObj(axis -> "axis" + axis).toList();
  }

  private static List<String> joined(List<String> leading, List<String> rest) {
    List<String> names = new ArrayList<>(leading);
    names.addAll(rest);
    return names;
  }
}
