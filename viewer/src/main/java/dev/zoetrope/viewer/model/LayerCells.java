package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.render.SheetCell;
import java.util.List;

/** Finds places among the values of a layer. */
final class LayerCells {

  private LayerCells() {}

  private static int width(Layer layer) {
    List<Integer> shape = layer.shape();
    return shape.size() < 2 ? 1 : shape.get(shape.size() - 1);
  }

  private static int height(Layer layer) {
    return layer.valuesPerChannel() / width(layer);
  }

  /** Whether the layer has such a value; the input counts as none of it. */
  static boolean contains(Layer layer, SheetCell cell) {
    return !cell.input()
        && cell.channel() < layer.channels()
        && cell.y() < height(layer)
        && cell.x() < width(layer);
  }

  /** The middle of a map. */
  static SheetCell middle(Layer layer, int probe, int channel) {
    return new SheetCell(probe, channel, height(layer) / 2, width(layer) / 2);
  }

  /** A value some probes, channels, rows and columns away, going round at the edges. */
  static SheetCell neighbour(
      Layer layer,
      int probeCount,
      SheetCell from,
      int probes,
      int channels,
      int rows,
      int columns) {
    return new SheetCell(
        Math.floorMod(from.probe() + probes, probeCount),
        Math.floorMod(Math.max(0, from.channel()) + channels, layer.channels()),
        Math.floorMod(from.y() + rows, height(layer)),
        Math.floorMod(from.x() + columns, width(layer)));
  }
}
