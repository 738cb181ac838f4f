package dev.zoetrope.render;

import dev.zoetrope.recording.Layer;
import java.util.List;

/**
 * What a sheet shows, and how large. Immutable.
 *
 * <pre>{@code
 * SheetOptions options = SheetOptions.DEFAULT.withCellWidth(56).withTheme(Theme.DARK);
 * }</pre>
 *
 * @param cellWidth the width of one map in pixels; a map is enlarged by the largest whole factor
 *     that fits, and never reduced, so coarse and fine layers come out equally wide
 * @param probes indices of the probes shown, in this order; empty for all
 * @param channels indices of the channels shown, in this order; empty for all
 * @param inputs whether the input images are shown in the top row
 * @param labels whether the step and the numbers of the channels are shown at the left
 * @param colorBar whether the colormap and its range are shown below
 * @param theme the colours around the maps
 */
public record SheetOptions(
    int cellWidth,
    List<Integer> probes,
    List<Integer> channels,
    boolean inputs,
    boolean labels,
    boolean colorBar,
    Theme theme) {

  /** The defaults: cells are 28 pixels wide, and everything is shown except the colour bar. */
  public static final SheetOptions DEFAULT =
      new SheetOptions(28, List.of(), List.of(), true, true, false, Theme.LIGHT);

  private static final int WIDEST = 4096;

  /** The width of a unit of a dense layer at zoom 1; a pixel would be hard to see. */
  private static final int UNIT_WIDTH = 4;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if the cell width is not in 1…4096
   */
  public SheetOptions {
    if (cellWidth < 1 || cellWidth > WIDEST) {
      throw new IllegalArgumentException("cell width " + cellWidth + " is not in 1…" + WIDEST);
    }
    probes = List.copyOf(probes);
    channels = List.copyOf(channels);
  }

  /** Returns these options with another cell width. */
  public SheetOptions withCellWidth(int newCellWidth) {
    return new SheetOptions(newCellWidth, probes, channels, inputs, labels, colorBar, theme);
  }

  /**
   * Returns these options with the cell width that enlarges a layer's values by a whole factor, up
   * to the largest cell width.
   *
   * @param zoom pixels per value of a map; a unit of a dense layer is four times as wide
   */
  public SheetOptions withZoom(Layer layer, int zoom) {
    int width = layer.shape().size() == 1 ? UNIT_WIDTH : MapShape.of(layer).width();
    return withCellWidth((int) Math.min(WIDEST, (long) width * zoom));
  }

  /** Returns these options with other probes. */
  public SheetOptions withProbes(List<Integer> newProbes) {
    return new SheetOptions(cellWidth, newProbes, channels, inputs, labels, colorBar, theme);
  }

  /** Returns these options with other channels. */
  public SheetOptions withChannels(List<Integer> newChannels) {
    return new SheetOptions(cellWidth, probes, newChannels, inputs, labels, colorBar, theme);
  }

  /** Returns these options with or without input images. */
  public SheetOptions withInputs(boolean shown) {
    return new SheetOptions(cellWidth, probes, channels, shown, labels, colorBar, theme);
  }

  /** Returns these options with or without step and channel numbers. */
  public SheetOptions withLabels(boolean shown) {
    return new SheetOptions(cellWidth, probes, channels, inputs, shown, colorBar, theme);
  }

  /** Returns these options with or without the colour bar. */
  public SheetOptions withColorBar(boolean shown) {
    return new SheetOptions(cellWidth, probes, channels, inputs, labels, shown, theme);
  }

  /** Returns these options with another theme. */
  public SheetOptions withTheme(Theme newTheme) {
    return new SheetOptions(cellWidth, probes, channels, inputs, labels, colorBar, newTheme);
  }
}
