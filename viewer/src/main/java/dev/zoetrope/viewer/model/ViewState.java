package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.render.Theme;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** What is shown and how. Only {@link PlayerModel} changes it, and notifies listeners. */
public final class ViewState {

  public int layer;

  /** Whether all layers of one probe are shown, instead of all probes of one layer. */
  public boolean overview;

  /** The probe of the overview and the thumbnails. */
  public int probe;

  /** Device pixels per value; 0 to fit the window. */
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

  /**
   * Adapts to another run: keeps the layer by name, and the probes and channels that both runs
   * have.
   *
   * @return whether there is a layer of that name
   */
  boolean keep(RunData before, RunData now) {
    List<String> names = now.layers().stream().map(Layer::name).toList();
    Map<Integer, Set<Integer>> kept = new HashMap<>();
    hiddenChannels.forEach(
        (index, hidden) -> {
          int at = names.indexOf(before.layers().get(index).name());
          if (at >= 0) {
            kept.put(at, below(now.layers().get(at).channels(), hidden));
          }
        });
    hiddenChannels.clear();
    hiddenChannels.putAll(kept);
    int probes = now.probes().count();
    Set<Integer> keptProbes = below(probes, hiddenProbes);
    hiddenProbes.clear();
    hiddenProbes.addAll(keptProbes);
    probe = probe < probes ? probe : 0;
    int at = names.indexOf(before.layers().get(layer).name());
    layer = Math.max(0, at);
    return at >= 0;
  }

  /** Returns those below {@code count}, or none if that would hide everything. */
  private static Set<Integer> below(int count, Set<Integer> hidden) {
    Set<Integer> kept = new TreeSet<>(hidden);
    kept.removeIf(index -> index >= count);
    return kept.size() < count ? kept : new TreeSet<>();
  }

  /** Returns the indices below {@code count} that are not hidden; empty means all. */
  public static List<Integer> shown(Set<Integer> hidden, int count) {
    if (hidden.isEmpty()) {
      return List.of();
    }
    return IntStream.range(0, count).filter(index -> !hidden.contains(index)).boxed().toList();
  }
}
