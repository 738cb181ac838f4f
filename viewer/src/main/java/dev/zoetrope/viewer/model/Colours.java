package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.Colormap;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.ValueRange;
import java.io.IOException;
import java.util.Optional;

/**
 * The user's choice of colours for values.
 *
 * @param colormap empty to choose a suitable one for each layer
 * @param mode where the range comes from
 * @param byHand the range for {@link RangeMode#BY_HAND}
 */
public record Colours(Optional<Colormap> colormap, RangeMode mode, ValueRange byHand) {

  public static final Colours DEFAULT =
      new Colours(Optional.empty(), RangeMode.SUITING, ValueRange.UNIT);

  public Colours with(Optional<Colormap> newColormap) {
    return new Colours(newColormap, mode, byHand);
  }

  public Colours with(RangeMode newMode) {
    return new Colours(colormap, newMode, byHand);
  }

  public Colours with(ValueRange range) {
    return new Colours(colormap, RangeMode.BY_HAND, range);
  }

  /** Returns the shading for a layer; reads statistics. */
  public Shading shading(Recording recording, String layer) throws IOException {
    Shading suiting = Shading.suiting(recording, layer);
    Colormap map = colormap.orElse(suiting.colormap());
    return switch (mode) {
      case SUITING ->
          map.diverging() == suiting.colormap().diverging()
              ? suiting.with(map)
              : Shading.wholeRun(recording, layer, map);
      case UNIT -> Shading.fixed(map, ValueRange.UNIT);
      case WHOLE_RUN -> Shading.wholeRun(recording, layer, map);
      case THIS_FRAME -> Shading.perFrame(map);
      case BY_HAND -> Shading.fixed(map, byHand);
    };
  }
}
