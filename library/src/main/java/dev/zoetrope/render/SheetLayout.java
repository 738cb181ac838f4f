package dev.zoetrope.render;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Probes;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Positions on the sheet of one layer: input images in the top row, then one row per channel and
 * one column per probe, with the step at the top left. Immutable.
 *
 * <pre>{@code
 * Layer layer = recording.info().layer("conv3");
 * SheetLayout layout = SheetLayout.fit(layer, recording.probes(), SheetOptions.DEFAULT, 1280, 720);
 * }</pre>
 *
 * <p>A dense layer, [unit], has a wide cell for each unit. A shape with more axes than [channel, y,
 * x] is folded: the last axis is the width, and the axes between the first and the last are
 * stacked.
 */
public final class SheetLayout {

  private final MapShape map;
  private final MapShape input;
  private final SheetOptions options;
  private final List<Integer> probes;
  private final List<Integer> channels;
  private final Metrics metrics;
  private final int zoomX;
  private final int zoomY;
  private final int inputZoomX;
  private final int inputZoomY;
  private final int columnWidth;
  private final int left;
  private final int mapsTop;
  private final int rowPitch;
  private final int width;
  private final int height;

  private SheetLayout(
      MapShape map,
      MapShape input,
      List<Integer> probes,
      List<Integer> channels,
      SheetOptions options,
      int minColumnWidth) {
    this.map = map;
    this.input = input;
    this.probes = probes;
    this.channels = channels;
    this.options = options;
    metrics = new Metrics(options);
    zoomX = Math.max(1, options.cellWidth() / map.width());
    zoomY = map.flat() ? metrics.flatHeight(channels.size()) : zoomX;
    inputZoomX = Math.max(1, options.cellWidth() / input.width());
    inputZoomY = input.flat() ? metrics.flatHeight(1) : inputZoomX;
    int widest = Math.max(map.width() * zoomX, options.inputs() ? input.width() * inputZoomX : 0);
    columnWidth = Math.max(minColumnWidth, widest);
    left = metrics.margin() + metrics.gutter();
    int topRow = Math.max(options.inputs() ? inputHeight() : 0, metrics.stepHeight());
    mapsTop = metrics.margin() + (topRow == 0 ? 0 : topRow + metrics.sectionGap());
    rowPitch = Math.addExact(map.height() * zoomY, map.flat() && zoomY < 6 ? 0 : metrics.gap());
    width = left + Math.max(columnsWidth(), metrics.barWidth()) + metrics.margin();
    height =
        Math.addExact(mapsTop, Math.multiplyExact(channels.size(), rowPitch))
            + metrics.barHeight()
            + metrics.margin();
  }

  /**
   * Lays out a sheet.
   *
   * @throws IndexOutOfBoundsException if the options name a probe or channel that does not exist
   */
  public static SheetLayout of(Layer layer, Probes probes, SheetOptions options) {
    return of(layer, probes, options, 0);
  }

  static SheetLayout of(Layer layer, Probes probes, SheetOptions options, int minColumnWidth) {
    return new SheetLayout(
        MapShape.of(layer),
        MapShape.of(probes),
        select("probe", options.probes(), probes.count()),
        select("channel", options.channels(), layer.channels()),
        options,
        minColumnWidth);
  }

  private static List<Integer> select(String what, List<Integer> chosen, int count) {
    for (int index : chosen) {
      if (index < 0 || index >= count) {
        throw new IndexOutOfBoundsException(
            "no " + what + " " + index + "; there are " + what + "s 0 to " + (count - 1));
      }
    }
    return chosen.isEmpty() ? IntStream.range(0, count).boxed().toList() : chosen;
  }

  /**
   * Lays out the largest sheet that fits into a width and height in pixels, or the smallest one if
   * none fits.
   *
   * @param options all options except the cell width
   */
  public static SheetLayout fit(
      Layer layer, Probes probes, SheetOptions options, int width, int height) {
    int fits = 1;
    int tooLarge = 4097;
    while (tooLarge - fits > 1) {
      int middle = (fits + tooLarge) / 2;
      SheetLayout layout = of(layer, probes, options.withCellWidth(middle));
      if (layout.width <= width && layout.height <= height) {
        fits = middle;
      } else {
        tooLarge = middle;
      }
    }
    return of(layer, probes, options.withCellWidth(fits));
  }

  /** Returns the width of the sheet in pixels. */
  public int width() {
    return width;
  }

  /** Returns the height of the sheet in pixels. */
  public int height() {
    return height;
  }

  /** Returns the options of this layout. */
  public SheetOptions options() {
    return options;
  }

  /** Returns the probes shown, from left to right. */
  public List<Integer> probes() {
    return probes;
  }

  /** Returns the channels shown, from top to bottom. */
  public List<Integer> channels() {
    return channels;
  }

  /** Returns the width of one value in pixels. */
  public int zoomX() {
    return zoomX;
  }

  /** Returns the height of one value in pixels. */
  public int zoomY() {
    return zoomY;
  }

  /**
   * Returns the value under a pixel, or empty if there is none: between the maps, around them, or
   * where no input image is shown.
   */
  public Optional<SheetCell> cellAt(int px, int py) {
    int column = Math.floorDiv(px - left, columnPitch());
    if (column < 0 || column >= probes.size()) {
      return Optional.empty();
    }
    int row = py < mapsTop ? SheetCell.INPUT : (py - mapsTop) / rowPitch;
    if (row >= channels.size() || (row == SheetCell.INPUT && !options.inputs())) {
      return Optional.empty();
    }
    Box box = boxAt(column, row);
    if (!box.contains(px, py)) {
      return Optional.empty();
    }
    boolean isInput = row == SheetCell.INPUT;
    return Optional.of(
        new SheetCell(
            probes.get(column),
            isInput ? SheetCell.INPUT : channels.get(row),
            (py - box.y()) / (isInput ? inputZoomY : zoomY),
            (px - box.x()) / (isInput ? inputZoomX : zoomX)));
  }

  /**
   * Returns the box of a map.
   *
   * @param probe index of the probe
   * @param channel index of the channel, or {@link SheetCell#INPUT}
   * @return empty if it is not shown
   */
  public Optional<Box> box(int probe, int channel) {
    int column = probes.indexOf(probe);
    int row = channel == SheetCell.INPUT ? channel : channels.indexOf(channel);
    boolean shown = channel == SheetCell.INPUT ? options.inputs() : row >= 0;
    return column >= 0 && shown ? Optional.of(boxAt(column, row)) : Optional.empty();
  }

  /** Returns the box of one value, or empty if it is not shown. */
  public Optional<Box> box(SheetCell cell) {
    MapShape shape = cell.input() ? input : map;
    if (cell.x() < 0 || cell.y() < 0 || cell.x() >= shape.width() || cell.y() >= shape.height()) {
      return Optional.empty();
    }
    int w = cell.input() ? inputZoomX : zoomX;
    int h = cell.input() ? inputZoomY : zoomY;
    return box(cell.probe(), cell.channel())
        .map(box -> new Box(box.x() + cell.x() * w, box.y() + cell.y() * h, w, h));
  }

  /** Returns the box of a map by its position among those shown; row −1 is the inputs. */
  Box boxAt(int column, int row) {
    boolean isInput = row == SheetCell.INPUT;
    int w = isInput ? input.width() * inputZoomX : map.width() * zoomX;
    int h = isInput ? inputHeight() : map.height() * zoomY;
    int x = left + column * columnPitch() + (columnWidth - w) / 2;
    return new Box(x, isInput ? metrics.margin() : mapsTop + row * rowPitch, w, h);
  }

  MapShape map() {
    return map;
  }

  MapShape input() {
    return input;
  }

  Metrics metrics() {
    return metrics;
  }

  int inputZoomX() {
    return inputZoomX;
  }

  int inputZoomY() {
    return inputZoomY;
  }

  int left() {
    return left;
  }

  int rowPitch() {
    return rowPitch;
  }

  int columnWidth() {
    return columnWidth;
  }

  int columnsWidth() {
    return probes.size() * columnPitch() - metrics.gap();
  }

  int barTop() {
    return mapsTop + channels.size() * rowPitch + metrics.sectionGap();
  }

  private int columnPitch() {
    return columnWidth + metrics.gap();
  }

  private int inputHeight() {
    return input.height() * inputZoomY;
  }
}
