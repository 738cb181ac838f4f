package dev.zoetrope.render;

import dev.zoetrope.recording.Layer;
import java.util.Optional;

/**
 * The channels of one probe side by side, row by row from the top left: a thumbnail of a layer, or
 * a part of an {@link Overview}. Immutable.
 *
 * <pre>{@code
 * Layer layer = recording.info().layer("conv1");
 * IndexedImage thumbnail =
 *     ChannelGrid.fit(layer, 120, 80)
 *         .render(recording.activation("conv1", 0), 0, Shading.DEFAULT, Theme.LIGHT);
 * }</pre>
 */
public final class ChannelGrid {

  /** The largest zoom; larger cells would show nothing more. */
  private static final int LARGEST_ZOOM = 64;

  private final MapShape map;
  private final int columns;
  private final int zoomX;
  private final int zoomY;
  private final int gap;
  private final int shown;

  private ChannelGrid(MapShape map, int columns, int zoomX, int zoomY, int gap, int shown) {
    this.map = map;
    this.columns = columns;
    this.zoomX = zoomX;
    this.zoomY = zoomY;
    this.gap = gap;
    this.shown = shown;
  }

  /**
   * Lays out the largest grid that fits into a width and height in pixels. If even the smallest
   * does not fit, the grid shows as many channels as fit, but at least one.
   */
  public static ChannelGrid fit(Layer layer, int width, int height) {
    MapShape map = MapShape.of(layer);
    for (int zoom = LARGEST_ZOOM; zoom > 0; zoom--) {
      int gap = gap(map, zoom);
      int columns = (width + gap) / (map.width() * zoom + gap);
      int rows = (height + gap) / (map.height() * zoom + gap);
      if ((long) columns * rows >= map.channels()) {
        // Fill rows as evenly as possible, so that no last row has a single map.
        int used = (map.channels() + rows - 1) / rows;
        int even = Math.max(used, Math.min(columns, (int) Math.ceil(Math.sqrt(map.channels()))));
        return new ChannelGrid(map, even, zoom, zoom, gap, map.channels());
      }
    }
    int columns = Math.max(1, (width + 1) / (map.width() + 1));
    int rows = Math.max(1, (height + 1) / (map.height() + 1));
    return new ChannelGrid(map, columns, 1, 1, 1, Math.min(map.channels(), columns * rows));
  }

  static ChannelGrid of(MapShape map, int columns, int zoomX, int zoomY, int gap) {
    return new ChannelGrid(map, columns, zoomX, zoomY, gap, map.channels());
  }

  private static int gap(MapShape map, int zoom) {
    return map.width() == 1 && zoom < 4 ? 0 : Math.max(1, map.width() * zoom / 14);
  }

  /** Returns the width of the grid in pixels. */
  public int width() {
    return Math.min(columns, shown) * pitchX() - gap;
  }

  /** Returns the height of the grid in pixels. */
  public int height() {
    return (shown + columns - 1) / columns * pitchY() - gap;
  }

  /**
   * Draws one probe.
   *
   * @param values the layer's activations, [probe, …shape of the layer] in row-major order
   * @param target where to draw
   * @param x leftmost pixel
   * @param y uppermost pixel
   */
  public void paint(
      float[] values, int probe, ValueRange range, IndexedImage target, int x, int y) {
    for (int channel = 0; channel < shown; channel++) {
      MapPainter.paint(
          values,
          (probe * map.channels() + channel) * map.values(),
          map.width(),
          map.height(),
          range,
          target,
          x + channel % columns * pitchX(),
          y + channel / columns * pitchY(),
          zoomX,
          zoomY);
    }
  }

  /** Draws one probe into a new picture. */
  public IndexedImage render(float[] values, int probe, Shading shading, Theme theme) {
    IndexedImage image = new IndexedImage(width(), height(), Palette.of(shading.colormap(), theme));
    image.fill(0, 0, image.width(), image.height(), Palette.BACKGROUND);
    paint(values, probe, shading.rangeOf(values), image, 0, 0);
    return image;
  }

  /** Returns the value under a pixel of the grid, or empty between the maps. */
  public Optional<SheetCell> cellAt(int probe, int px, int py) {
    if (px < 0 || py < 0 || px / pitchX() >= columns) {
      return Optional.empty();
    }
    int channel = py / pitchY() * columns + px / pitchX();
    int inX = px % pitchX() / zoomX;
    int inY = py % pitchY() / zoomY;
    return channel < shown && inX < map.width() && inY < map.height()
        ? Optional.of(new SheetCell(probe, channel, inY, inX))
        : Optional.empty();
  }

  int zoomX() {
    return zoomX;
  }

  int zoomY() {
    return zoomY;
  }

  int pitchX() {
    return map.width() * zoomX + gap;
  }

  int pitchY() {
    return map.height() * zoomY + gap;
  }
}
