package dev.zoetrope.render;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Draws the sheet of one layer. Input images use the same colormap, scaled to their own largest
 * magnitude; inputs of several channels are shown as their mean. Inputs of red, green and blue have
 * more colours than an indexed image can hold, so they are a separate picture, {@link
 * #colorInputs}, to draw over the sheet.
 *
 * <pre>{@code
 * Shading shading = Shading.suiting(recording, "conv3");
 * SheetRenderer renderer = SheetRenderer.of(recording, "conv3", shading, SheetOptions.DEFAULT);
 * IndexedImage picture = renderer.newImage();
 * renderer.render(recording.activation("conv3", 290), 290, picture);
 * }</pre>
 *
 * <p>Several threads may use a renderer at the same time if they draw into different images.
 */
public final class SheetRenderer {

  private final SheetLayout layout;
  private final Shading shading;
  private final int[] palette;
  private final float[] inputs;
  private final ValueRange inputRange;
  private final Optional<ColorInputs> colors;
  private final Optional<PlacedImage> colorInputs;

  /** Makes a renderer. */
  public SheetRenderer(SheetLayout layout, Probes probes, Shading shading) {
    this.layout = layout;
    this.shading = shading;
    this.palette = Palette.of(shading.colormap(), layout.options().theme());
    this.inputs = mean(probes, layout.input());
    this.inputRange = ValueRange.covering(inputs, shading.colormap());
    this.colors = layout.options().inputs() ? ColorInputs.of(probes) : Optional.empty();
    this.colorInputs = colors.map(this::inputRow);
  }

  /**
   * Makes a renderer for a layer of a recording.
   *
   * @throws IllegalArgumentException if there is no such layer
   */
  public static SheetRenderer of(
      Recording recording, String layer, Shading shading, SheetOptions options) throws IOException {
    Layer described = recording.info().layer(layer);
    Probes probes = recording.probes();
    return new SheetRenderer(SheetLayout.of(described, probes, options), probes, shading);
  }

  private static float[] mean(Probes probes, MapShape shape) {
    float[] all = probes.input();
    int channels = all.length / probes.count() / shape.values();
    float[] mean = new float[probes.count() * shape.values()];
    for (int i = 0; i < mean.length; i++) {
      int first = i / shape.values() * channels * shape.values() + i % shape.values();
      float sum = 0;
      for (int channel = 0; channel < channels; channel++) {
        sum += all[first + channel * shape.values()];
      }
      mean[i] = sum / channels;
    }
    return mean;
  }

  private PlacedImage inputRow(ColorInputs probes) {
    int last = layout.probes().size() - 1;
    Box row = layout.boxAt(0, SheetCell.INPUT).union(layout.boxAt(last, SheetCell.INPUT));
    BufferedImage image = new BufferedImage(row.width(), row.height(), BufferedImage.TYPE_INT_RGB);
    fill(image, layout.options().theme().background());
    for (int column = 0; column <= last; column++) {
      Box box = layout.boxAt(column, SheetCell.INPUT);
      probes.paint(
          layout.probes().get(column),
          image,
          box.x() - row.x(),
          box.y() - row.y(),
          layout.inputZoomX(),
          layout.inputZoomY());
    }
    return new PlacedImage(image, row.x(), row.y());
  }

  private static void fill(BufferedImage image, int rgb) {
    Graphics2D g = image.createGraphics();
    g.setColor(new Color(rgb));
    g.fillRect(0, 0, image.getWidth(), image.getHeight());
    g.dispose();
  }

  /**
   * Returns the inputs in their own colours, and their position; empty if the inputs are not in
   * colour.
   */
  public Optional<PlacedImage> colorInputs() {
    return colorInputs;
  }

  /** Returns a drawn sheet as a picture: with its palette, or in full colour if inputs need it. */
  public BufferedImage picture(IndexedImage drawn) {
    if (colorInputs.isEmpty()) {
      return drawn.toBufferedImage();
    }
    BufferedImage picture =
        new BufferedImage(drawn.width(), drawn.height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D g = picture.createGraphics();
    g.drawImage(drawn.toBufferedImage(), 0, 0, null);
    g.drawImage(colorInputs.get().image(), colorInputs.get().x(), colorInputs.get().y(), null);
    g.dispose();
    return picture;
  }

  /**
   * Returns 256 colours for a GIF of {@link #picture}; empty if the picture is not in full colour.
   */
  public Optional<SharedPalette> gifPalette() {
    return colors.map(
        probes ->
            new SharedPalette(
                List.of(shading.colormap()),
                layout.options().theme(),
                layout.probes().stream()
                    .flatMapToInt(probe -> Arrays.stream(probes.colors(probe)))
                    .distinct()
                    .toArray()));
  }

  /** Returns the layout. */
  public SheetLayout layout() {
    return layout;
  }

  /** Returns how values become colours. */
  public Shading shading() {
    return shading;
  }

  /** Returns a picture of the right size and palette, which can be drawn into repeatedly. */
  public IndexedImage newImage() {
    return new IndexedImage(layout.width(), layout.height(), palette);
  }

  /**
   * Draws one frame.
   *
   * @param values the layer's activations, [probe, …shape of the layer] in row-major order
   * @param step the number of optimizer updates before the values were taken
   * @param target from {@link #newImage} of this renderer or of one with the same layout and
   *     colours
   * @throws IllegalArgumentException if {@code values} or {@code target} do not fit
   */
  public void render(float[] values, long step, IndexedImage target) {
    MapShape map = layout.map();
    int perProbe = map.channels() * map.values();
    if (values.length != inputs.length / layout.input().values() * perProbe) {
      throw new IllegalArgumentException(values.length + " values do not fit the sheet");
    }
    if (!target.fits(layout.width(), layout.height(), palette)) {
      throw new IllegalArgumentException("the picture was not made for this sheet");
    }
    SheetFurniture furniture = new SheetFurniture(layout, target);
    if (target.claim(this)) {
      furniture.drawGround();
      drawInputs(target);
    }
    ValueRange range = shading.rangeOf(values);
    if (layout.options().colorBar()) {
      furniture.drawColorBar(range, shading.colormap());
    }
    if (layout.options().labels()) {
      furniture.drawStep(step);
    }
    for (int column = 0; column < layout.probes().size(); column++) {
      int probe = layout.probes().get(column) * perProbe;
      for (int row = 0; row < layout.channels().size(); row++) {
        int offset = probe + layout.channels().get(row) * map.values();
        Box box = layout.boxAt(column, row);
        MapPainter.paint(
            values,
            offset,
            map.width(),
            map.height(),
            range,
            target,
            box.x(),
            box.y(),
            layout.zoomX(),
            layout.zoomY());
      }
    }
  }

  /**
   * Returns the boxes in which the pictures of two frames may differ; outside them they are the
   * same.
   *
   * @param before the activations of one frame, as for {@link #render}
   * @param after the activations of the other frame
   */
  public List<Box> changes(float[] before, float[] after) {
    if (!shading.rangeOf(before).equals(shading.rangeOf(after))) {
      return List.of(new Box(0, 0, layout.width(), layout.height()));
    }
    List<Box> boxes = new SheetChanges(layout, before, after).find();
    if (layout.options().labels()) {
      boxes.add(SheetFurniture.stepBox(layout));
    }
    return boxes;
  }

  private void drawInputs(IndexedImage target) {
    if (!layout.options().inputs() || colors.isPresent()) {
      return;
    }
    MapShape input = layout.input();
    for (int column = 0; column < layout.probes().size(); column++) {
      Box box = layout.boxAt(column, SheetCell.INPUT);
      MapPainter.paint(
          inputs,
          layout.probes().get(column) * input.values(),
          input.width(),
          input.height(),
          inputRange,
          target,
          box.x(),
          box.y(),
          layout.inputZoomX(),
          layout.inputZoomY());
    }
  }

  /**
   * Returns the value that a cell shows.
   *
   * @param values the layer's activations, as for {@link #render}
   */
  public float value(SheetCell cell, float[] values) {
    MapShape map = layout.map();
    if (cell.input()) {
      MapShape input = layout.input();
      return inputs[(cell.probe() * input.height() + cell.y()) * input.width() + cell.x()];
    }
    int row = (cell.probe() * map.channels() + cell.channel()) * map.height() + cell.y();
    return values[row * map.width() + cell.x()];
  }
}
