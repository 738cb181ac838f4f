package dev.zoetrope.viewer.model;

import dev.zoetrope.render.Theme;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What is shown and how. Changed by {@link PlayerModel} only, which tells listeners. */
public final class ViewState {

  public int layer;

  /** Whether all layers of one probe are shown instead of one layer of all probes. */
  public boolean overview;

  /** The probe of the overview and the thumbnails. */
  public int probe;

  /** Pixels a value, on the screen's own pixels; 0 to fit the window. */
  public int zoom;

  public boolean timeView;
  public Colours colours = Colours.DEFAULT;
  public Theme theme = Theme.LIGHT;
  public final Set<Integer> hiddenProbes = new TreeSet<>();

  /** Hidden channels of each layer. */
  public final Map<Integer, Set<Integer>> hiddenChannels = new HashMap<>();

  public Set<Integer> hiddenChannels() {
    return hiddenChannels.computeIfAbsent(layer, key -> new TreeSet<>());
  }

  /** The indices below {@code count} that are not hidden; empty stands for all. */
  public static List<Integer> shown(Set<Integer> hidden, int count) {
    if (hidden.isEmpty()) {
      return List.of();
    }
    return IntStream.range(0, count).filter(index -> !hidden.contains(index)).boxed().toList();
  }
}
