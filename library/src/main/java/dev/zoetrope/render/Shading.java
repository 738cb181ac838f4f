package dev.zoetrope.render;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import java.io.IOException;
import java.util.Optional;

/**
 * How values become colours: a colormap and the values at its ends.
 *
 * <pre>{@code
 * Shading fixed = Shading.fixed(Colormap.ORANGE_PURPLE, new ValueRange(-2, 2));
 * Shading suiting = Shading.suiting(recording, "conv3");
 * }</pre>
 *
 * @param colormap the colours
 * @param range the values at its ends; empty to fit them to each frame
 */
public record Shading(Colormap colormap, Optional<ValueRange> range) {

  /** Red–white–blue from −1 to +1. */
  public static final Shading DEFAULT = fixed(Colormap.RED_WHITE_BLUE, ValueRange.UNIT);

  /** Returns a shading with one range for every frame. */
  public static Shading fixed(Colormap colormap, ValueRange range) {
    return new Shading(colormap, Optional.of(range));
  }

  /** Returns a shading whose range is fitted to each frame. */
  public static Shading perFrame(Colormap colormap) {
    return new Shading(colormap, Optional.empty());
  }

  /**
   * Returns a shading that covers a layer's values over the run, from the stored statistics. From a
   * run with more than 512 frames it reads 512, evenly spaced, including the first and the last.
   *
   * @throws IllegalArgumentException if there is no such layer
   */
  public static Shading wholeRun(Recording recording, String layer, Colormap colormap)
      throws IOException {
    RunExtent extent = RunExtent.of(recording, recording.info().layer(layer));
    return fixed(colormap, ValueRange.covering(extent.min(), extent.max(), colormap));
  }

  /**
   * Returns the shading that suits a layer: white–ink from 0 if its values are never negative,
   * otherwise red–white–blue. The range of a bounded layer is its bound; any other layer gets the
   * range of {@link #wholeRun}.
   *
   * @throws IllegalArgumentException if there is no such layer
   */
  public static Shading suiting(Recording recording, String layer) throws IOException {
    Layer described = recording.info().layer(layer);
    RunExtent extent = RunExtent.of(recording, described);
    Colormap colormap = extent.neverNegative() ? Colormap.WHITE_INK : Colormap.RED_WHITE_BLUE;
    float max =
        described.bound().isPresent() ? (float) described.bound().getAsDouble() : extent.max();
    float min = described.bound().isPresent() ? 0 : extent.min();
    return fixed(colormap, ValueRange.covering(min, max, colormap));
  }

  /** Returns this shading with other colours. */
  public Shading with(Colormap other) {
    return new Shading(other, range);
  }

  /** Returns the range for the values of one frame. */
  public ValueRange rangeOf(float[] values) {
    return range.orElseGet(() -> ValueRange.covering(values, colormap));
  }
}
