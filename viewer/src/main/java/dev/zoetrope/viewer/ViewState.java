package dev.zoetrope.viewer;

import dev.zoetrope.render.Theme;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What is shown and how. Changed by {@link PlayerModel} only, which tells listeners. */
final class ViewState {

  int layer;

  /** Whether all layers of one probe are shown instead of one layer of all probes. */
  boolean overview;

  /** The probe of the overview and the thumbnails. */
  int probe;

  /** Pixels a value, on the screen's own pixels; 0 to fit the window. */
  int zoom;

  boolean timeView;
  Colours colours = Colours.DEFAULT;
  Theme theme = Theme.LIGHT;
  final Set<Integer> hiddenProbes = new TreeSet<>();

  /** Hidden channels of each layer. */
  final Map<Integer, Set<Integer>> hiddenChannels = new HashMap<>();

  Set<Integer> hiddenChannels() {
    return hiddenChannels.computeIfAbsent(layer, key -> new TreeSet<>());
  }

  /** The indices below {@code count} that are not hidden; empty stands for all. */
  static List<Integer> shown(Set<Integer> hidden, int count) {
    if (hidden.isEmpty()) {
      return List.of();
    }
    return IntStream.range(0, count).filter(index -> !hidden.contains(index)).boxed().toList();
  }
}
