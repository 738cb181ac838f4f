package dev.zoetrope.viewer.sheet;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.SheetLayout;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.RunData;

/**
 * Everything that determines a sheet's picture, except the frame.
 *
 * @param zoom pixels per value, or 0 to fit
 * @param width available width in pixels, for fitting
 * @param height available height in pixels, for fitting
 */
public record SheetRequest(
    Recording recording,
    RunData run,
    int layer,
    SheetOptions options,
    Colours colours,
    int zoom,
    int width,
    int height) {

  /** The most pixels of a sheet; larger ones would take more memory than the rest of the player. */
  private static final long MOST_PIXELS = 24_000_000;

  SheetLayout layout() {
    Layer described = run.layers().get(layer);
    if (zoom == 0) {
      return SheetLayout.fit(described, run.probes(), options, width, height);
    }
    SheetLayout layout = null;
    for (int wanted = zoom; layout == null; wanted--) {
      SheetLayout tried =
          SheetLayout.of(described, run.probes(), options.withZoom(described, wanted));
      if (wanted == 1 || (long) tried.width() * tried.height() <= MOST_PIXELS) {
        layout = tried;
      }
    }
    return layout;
  }

  /** Whether a renderer made for the other can draw this too; growth of the run does not matter. */
  boolean sameLook(SheetRequest other) {
    return other != null
        && recording == other.recording
        && layer == other.layer
        && zoom == other.zoom
        && (zoom != 0 || (width == other.width && height == other.height))
        && options.equals(other.options)
        && colours.equals(other.colours);
  }
}
