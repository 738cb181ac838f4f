package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.render.MapShape;
import dev.zoetrope.render.SheetCell;

/** Finds positions among the values of a layer. */
final class LayerCells {

  private LayerCells() {}

  /** Whether the layer has such a value; values of the input do not count. */
  static boolean contains(Layer layer, SheetCell cell) {
    MapShape maps = MapShape.of(layer);
    return !cell.input()
        && cell.channel() < maps.channels()
        && cell.y() < maps.height()
        && cell.x() < maps.width();
  }

  /** Returns the middle of a map. */
  static SheetCell middle(Layer layer, int probe, int channel) {
    MapShape maps = MapShape.of(layer);
    return new SheetCell(probe, channel, maps.height() / 2, maps.width() / 2);
  }

  /** Returns the value some probes, channels, rows and columns away; wraps around at the edges. */
  static SheetCell neighbour(
      Layer layer,
      int probeCount,
      SheetCell from,
      int probes,
      int channels,
      int rows,
      int columns) {
    MapShape maps = MapShape.of(layer);
    return new SheetCell(
        Math.floorMod(from.probe() + probes, probeCount),
        Math.floorMod(Math.max(0, from.channel()) + channels, maps.channels()),
        Math.floorMod(from.y() + rows, maps.height()),
        Math.floorMod(from.x() + columns, maps.width()));
  }
}
