package dev.zoetrope.render;

import dev.zoetrope.recording.Probes;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Probes of red, green and blue, [probe, colour, y, x], in their own colours. Values within 0…1 or
 * within 0…255 are shown as they are; other values, such as normalised ones, are scaled so that the
 * smallest is black and the largest white. Immutable.
 *
 * <pre>{@code
 * boolean inColour = ColorInputs.of(recording.probes()).isPresent();
 * }</pre>
 */
public final class ColorInputs {

  private static final int COLORS = 3;

  private final int height;
  private final int width;
  private final float[] values;
  private final float low;
  private final float high;

  private ColorInputs(int height, int width, float[] values) {
    this.height = height;
    this.width = width;
    this.values = values;
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float value : values) {
      if (Float.isFinite(value)) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    boolean shifted = min < 0 || max > 255;
    low = shifted ? min : 0;
    high = shifted && min < max ? max : low + (max > 1 ? 255 : 1);
  }

  /** Returns the inputs if their shape is [3, y, x]; otherwise empty. */
  public static Optional<ColorInputs> of(Probes probes) {
    List<Integer> shape = probes.shape();
    return shape.size() == 3 && shape.get(0) == COLORS
        ? Optional.of(new ColorInputs(shape.get(1), shape.get(2), probes.input()))
        : Optional.empty();
  }

  /**
   * Returns the value of one colour as the network sees it.
   *
   * @param color 0 for red, 1 for green, 2 for blue
   */
  public float value(int probe, int color, int y, int x) {
    return values[((probe * COLORS + color) * height + y) * width + x];
  }

  /** Returns a pixel as 0xRRGGBB; NaN has its own colour. */
  int rgb(int probe, int y, int x) {
    int rgb = 0;
    for (int color = 0; color < COLORS; color++) {
      float value = value(probe, color, y, x);
      if (Float.isNaN(value)) {
        return Palette.NAN_COLOR;
      }
      float level = 255 * ((value - low) / (high - low));
      rgb = rgb << 8 | Math.round(Math.max(0, Math.min(255, level)));
    }
    return rgb;
  }

  /** Returns the colours of one probe, each once, as 0xRRGGBB. */
  int[] colors(int probe) {
    int[] all = new int[height * width];
    for (int i = 0; i < all.length; i++) {
      all[i] = rgb(probe, i / width, i % width);
    }
    return Arrays.stream(all).distinct().toArray();
  }

  /** Draws a probe with each pixel as a block. */
  void paint(int probe, BufferedImage target, int left, int top, int zoomX, int zoomY) {
    int[] block = new int[zoomX * zoomY];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        Arrays.fill(block, rgb(probe, y, x));
        target.setRGB(left + x * zoomX, top + y * zoomY, zoomX, zoomY, block, 0, zoomX);
      }
    }
  }
}
