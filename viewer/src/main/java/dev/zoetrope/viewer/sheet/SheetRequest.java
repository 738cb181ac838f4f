package dev.zoetrope.viewer.sheet;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.SheetLayout;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.RunData;

/**
 * Everything a sheet's picture depends on but the frame.
 *
 * @param zoom pixels a value, or 0 to fit
 * @param width pixels there are, for fitting
 * @param height pixels there are, for fitting
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

  /** Larger sheets would take more memory than the rest of the player; they are zoomed less. */
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

  /** Whether a renderer made for the other draws this too: a run that only grew changes nothing. */
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
