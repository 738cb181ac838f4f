package dev.zoetrope.recording;

import dev.zoetrope.zarr.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Paths of layers and series: turns names of any kind into paths that every file system accepts.
 */
final class SafePaths {

  private static final String LAYERS = "layers/";
  private static final String SERIES = "series/";
  private static final String SAFE_SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
  private static final int LONGEST_SEGMENT = 100;

  private SafePaths() {}

  /** Returns a distinct path for each layer: {@code layers/features.conv1}. */
  static List<String> ofLayers(List<Layer> layers) {
    List<String> groups = new ArrayList<>();
    for (Layer layer : layers) {
      groups.add(unique(LAYERS, layer.name(), groups));
    }
    return groups;
  }

  /** Returns the path of a new series: {@code series/lr}. */
  static String ofSeries(String name, List<String> taken) {
    return unique(SERIES, name, taken);
  }

  /** Returns whether a layer may have this path. */
  static boolean allowsLayer(String path) {
    return path.matches(LAYERS + SAFE_SEGMENT);
  }

  /** Returns whether a series may have this path. */
  static boolean allowsSeries(String path) {
    return path.matches(SERIES + SAFE_SEGMENT);
  }

  private static String unique(String folder, String name, List<String> taken) {
    // Compared in lower case, since some file systems ignore case.
    Set<String> used = new HashSet<>(Set.of(folder + Store.METADATA));
    taken.forEach(path -> used.add(path.toLowerCase(Locale.ROOT)));
    String safe = name.replace('/', '.').replaceAll("[^A-Za-z0-9._-]", "_");
    safe = safe.substring(0, Math.min(LONGEST_SEGMENT, safe.length()));
    safe = safe.replaceFirst("^(\\.|__)+", "_");
    String path = folder + safe;
    for (int suffix = 2; used.contains(path.toLowerCase(Locale.ROOT)); suffix++) {
      path = folder + safe + "-" + suffix;
    }
    return path;
  }
}
