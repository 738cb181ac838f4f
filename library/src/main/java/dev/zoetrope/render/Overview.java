package dev.zoetrope.render;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Probes;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One probe on its way through the network: the input at the left, then one column per layer, up to
 * the output. The units of a small dense layer are numbered.
 *
 * <pre>{@code
 * List<Layer> layers = recording.info().layers();
 * Overview overview = Overview.fit(layers, recording.probes(), 1600, 900, 1);
 * }</pre>
 *
 * <p>Immutable.
 */
public final class Overview {

  private static final int LARGEST_CELL = 256;

  /** The most units of a dense layer that get a number beside each, as an output does. */
  private static final int MOST_NUMBERED = 16;

  private final List<Layer> layers;
  private final Probes probes;
  private final Optional<ColorInputs> colors;
  private final int cell;
  private final int scale;
  private final int height;
  private final List<Column> columns = new ArrayList<>();
  private int width;

  /** The maps of a layer or of the input, and their position. */
  private record Column(ChannelGrid grid, int x, int y, String name, String shape, int numberX) {}

  /**
   * A value of a layer. For the input, the layer is −1, and the channel is {@link SheetCell#INPUT}
   * if red, green and blue make one pixel.
   */
  public record Hit(int layer, SheetCell cell) {}

  private Overview(List<Layer> layers, Probes probes, int cell, int height, int scale) {
    this.layers = layers;
    this.probes = probes;
    this.colors = ColorInputs.of(probes);
    this.cell = cell;
    this.scale = scale;
    this.height = height;
    width = margin();
    MapShape input = MapShape.of(probes);
    // Red, green and blue make one picture.
    add(
        "input",
        colors.isPresent() ? new MapShape(1, input.height(), input.width()) : input,
        MapShape.text(probes.shape()));
    for (Layer layer : layers) {
      add(layer.name(), MapShape.of(layer), MapShape.text(layer.shape()));
    }
  }

  /**
   * Lays out the largest overview that fits into a width and height in pixels, or the smallest one
   * if none fits.
   *
   * @param scale pixels per unit of text: 1 on ordinary screens, 2 on high-resolution ones
   */
  public static Overview fit(List<Layer> layers, Probes probes, int width, int height, int scale) {
    for (int cell = LARGEST_CELL; cell > 1; cell--) {
      Overview overview = new Overview(layers, probes, cell, height, scale);
      if (overview.width <= width) {
        return overview;
      }
    }
    return new Overview(layers, probes, 1, height, scale);
  }

  private void add(String name, MapShape map, String shape) {
    boolean unit = map.values() == 1;
    boolean numbered = unit && map.channels() <= MOST_NUMBERED;
    int room = Math.max(1, height - mapsTop() - margin());
    int gap = Math.max(1, cell / 14);
    int zoom = unit ? Math.max(2, cell / 6) : Math.max(1, cell / map.width());
    if (numbered) {
      zoom = Math.max(2, Math.min(cell * 2 / 3, room / map.channels() - gap));
    }
    gap = unit && !numbered ? 0 : gap;
    int rows = Math.max(1, (room + gap) / (map.height() * zoom + gap));
    int wrapped = (map.channels() + rows - 1) / rows;
    // Wrap dense layers to the width of a map instead of one long line.
    int wide = unit && !numbered ? Math.max(wrapped, Math.min(map.channels(), cell / zoom)) : 1;
    ChannelGrid grid = ChannelGrid.of(map, Math.max(wrapped, wide), zoom, zoom, gap);
    int text = PixelFont.width(name, scale);
    int numbers = numbered ? 3 * PixelFont.ADVANCE * scale : 0;
    int wanted = Math.max(grid.width() + numbers, Math.max(text, PixelFont.width(shape, scale)));
    int x = width + (wanted - grid.width() - numbers) / 2;
    int y = mapsTop() + Math.max(0, (room - grid.height()) / 2);
    columns.add(new Column(grid, x, y, name, shape, numbered ? x + grid.width() : -1));
    width += wanted + 2 * margin();
  }

  private int margin() {
    return Math.max(6 * scale, cell / 5);
  }

  private int mapsTop() {
    return margin() + 2 * (PixelFont.HEIGHT + 4) * scale + 6 * scale;
  }

  /** Returns the width of the picture in pixels. */
  public int width() {
    return width;
  }

  /** Returns the height of the picture in pixels. */
  public int height() {
    int bottom =
        columns.stream().mapToInt(column -> column.y() + column.grid().height()).max().orElse(0);
    return Math.max(height, bottom + margin());
  }

  /**
   * Draws one probe at one step.
   *
   * @param values each layer's activations, [probe, …shape of the layer] in row-major order
   * @param shadings how each layer's values become colours
   */
  public BufferedImage render(
      int probe, List<float[]> values, List<Shading> shadings, Theme theme) {
    BufferedImage picture = new BufferedImage(width(), height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    try {
      g.setColor(new Color(theme.background()));
      g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
      for (int i = 0; i < columns.size(); i++) {
        Column column = columns.get(i);
        float[] shown = i == 0 ? probes.input() : values.get(i - 1);
        Shading shading = shadings.get(Math.max(0, i - 1));
        if (i == 0) {
          ValueRange range = ValueRange.covering(shown, shading.colormap());
          shading = Shading.fixed(shading.colormap(), range);
        }
        drawTitle(g, column, i == 0, theme);
        if (i == 0 && colors.isPresent()) {
          ChannelGrid grid = column.grid();
          colors.get().paint(probe, picture, column.x(), column.y(), grid.zoomX(), grid.zoomY());
          continue;
        }
        g.drawImage(
            column.grid().render(shown, probe, shading, theme).toBufferedImage(),
            column.x(),
            column.y(),
            null);
        drawNumbers(g, column, theme);
      }
    } finally {
      g.dispose();
    }
    return picture;
  }

  private void drawTitle(Graphics2D g, Column column, boolean first, Theme theme) {
    int middle = column.x() + column.grid().width() / 2;
    int x = first ? column.x() : middle - PixelFont.width(column.name(), scale) / 2;
    int shapeX = first ? column.x() : middle - PixelFont.width(column.shape(), scale) / 2;
    text(g, column.name(), Math.max(0, x), margin(), theme.text());
    int below = margin() + (PixelFont.HEIGHT + 4) * scale;
    text(g, column.shape(), Math.max(0, shapeX), below, theme.muted());
  }

  private void drawNumbers(Graphics2D g, Column column, Theme theme) {
    if (column.numberX() < 0) {
      return;
    }
    int pitch = column.grid().pitchY();
    for (int unit = 0; unit * pitch < column.grid().height(); unit++) {
      int y = column.y() + unit * pitch + (pitch - PixelFont.CAP_HEIGHT * scale) / 2;
      text(g, Integer.toString(unit), column.numberX() + 4 * scale, y, theme.muted());
    }
  }

  private void text(Graphics2D g, String text, int x, int y, int rgb) {
    g.setColor(new Color(rgb));
    PixelFont.draw(text, x, y, scale, g::fillRect);
  }

  /** Returns the value under a pixel, or empty between the maps. */
  public Optional<Hit> hitAt(int probe, int px, int py) {
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      int layer = i - 1;
      boolean inColor = layer < 0 && colors.isPresent();
      Optional<SheetCell> found = column.grid().cellAt(probe, px - column.x(), py - column.y());
      if (found.isPresent()) {
        return found.map(at -> new Hit(layer, inColor ? ofAllColors(at) : at));
      }
    }
    return Optional.empty();
  }

  private static SheetCell ofAllColors(SheetCell cell) {
    return new SheetCell(cell.probe(), SheetCell.INPUT, cell.y(), cell.x());
  }

  /** Returns 256 colours for the pictures of a probe in a GIF. */
  public SharedPalette palette(int probe, List<Shading> shadings, Theme theme) {
    return new SharedPalette(
        shadings.stream().map(Shading::colormap).toList(),
        theme,
        colors.map(inputs -> inputs.colors(probe)).orElse(new int[0]));
  }

  /** Returns the layers shown, without the input. */
  public List<Layer> layers() {
    return layers;
  }
}
