package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.Shading;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Caches shadings, since making one reads the statistics of a run. Thread-safe. */
public final class ShadingCache {

  /**
   * The magnitude changes each time a growing run has doubled its length, so its shading is
   * renewed.
   */
  private record Key(Recording recording, int layer, Colours colours, int magnitude) {}

  private final Map<Key, Shading> settled = new ConcurrentHashMap<>();

  public Shading get(Recording recording, RunData run, int layer, Colours colours)
      throws IOException {
    boolean complete = run.isFinished();
    int magnitude = complete ? Integer.MAX_VALUE : Integer.highestOneBit(run.frames());
    Key key = new Key(recording, layer, colours, magnitude);
    Shading shading = settled.get(key);
    if (shading == null) {
      shading = colours.shading(recording, run.layers().get(layer).name());
      settled.keySet().removeIf(old -> old.recording != recording);
      settled.put(key, shading);
    }
    return shading;
  }
}
