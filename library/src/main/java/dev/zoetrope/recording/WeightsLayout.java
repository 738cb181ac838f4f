package dev.zoetrope.recording;

import java.util.ArrayList;
import java.util.List;

/**
 * Where the values of each parameter lie in the arrays of {@code weights}. In compact recordings,
 * weights have levels, and biases, normalization parameters and running statistics, which are few
 * and to which networks are sensitive, are exact.
 *
 * @param info the parameters
 * @param places where each parameter lies, in the same order
 * @param levels the number of values stored as levels
 * @param exacts the number of values stored exactly
 */
record WeightsLayout(WeightsInfo info, List<Place> places, int levels, int exacts) {

  private static final String COARSE_KIND = "weight";

  /**
   * Where a parameter lies.
   *
   * @param coarse whether it is stored as levels
   * @param offset the index of its first value in its array
   * @param from the index of its first value among the values of all parameters
   * @param values the number of its values
   */
  record Place(boolean coarse, int offset, int from, int values) {}

  WeightsLayout {
    places = List.copyOf(places);
  }

  static WeightsLayout of(WeightsInfo info) {
    List<Place> places = new ArrayList<>();
    int levels = 0;
    int exacts = 0;
    for (ParameterInfo parameter : info.parameters()) {
      int values = parameter.values();
      boolean coarse =
          info.precision() == WeightPrecision.COMPACT && parameter.kind().equals(COARSE_KIND);
      int from = Math.addExact(levels, exacts);
      places.add(new Place(coarse, coarse ? levels : exacts, from, values));
      if (coarse) {
        levels = Math.addExact(levels, values);
      } else {
        exacts = Math.addExact(exacts, values);
      }
    }
    return new WeightsLayout(info, places, levels, exacts);
  }

  /** Returns the places of the parameters that are stored as levels. */
  List<Place> coarse() {
    return places.stream().filter(Place::coarse).toList();
  }

  /** Returns the bytes of one checkpoint: the levels, then the exact values. */
  int rowBytes() {
    return Math.addExact(
        Math.multiplyExact(levels, Short.BYTES), Math.multiplyExact(exacts, Float.BYTES));
  }

  /** Returns where the exact values begin in a row. */
  int exactsFrom() {
    return levels * Short.BYTES;
  }
}
