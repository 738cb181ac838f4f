package dev.zoetrope.export;

import dev.zoetrope.recording.Layer;
import java.util.List;
import java.util.Optional;

/**
 * Chooses the next smaller GIF when one is too large: first fewer frames while many are left, since
 * motion stays readable longer than small maps do; then smaller cells; then even fewer frames.
 */
final class GifReduction {

  /** With fewer pictures, training no longer looks continuous. */
  private static final int ENOUGH_FRAMES = 60;

  private GifReduction() {}

  /**
   * Returns empty if nothing is left to reduce.
   *
   * @param written how many pictures fit
   */
  static Optional<GifOptions> of(Layer layer, GifOptions options, int written) {
    int frames = options.frames().length;
    // Early pictures change more than later ones, so half of the necessary reduction is a cautious
    // guess; even a very low limit is still met in a few attempts.
    int every = (int) Math.min(options.every() * (frames / 2L) / Math.max(1, written), frames);
    GifOptions fewer = options.withEvery(Math.max(options.every() + 1, every));
    if (fewer.frames().length >= ENOUGH_FRAMES) {
      return Optional.of(fewer);
    }
    int smaller = smallerCell(layer, options.sheet().cellWidth());
    if (smaller > 0) {
      return Optional.of(options.withSheet(options.sheet().withCellWidth(smaller)));
    }
    return frames > 2 ? Optional.of(fewer) : Optional.empty();
  }

  /** Returns the next smaller whole zoom, or 0 if a value is already one pixel. */
  private static int smallerCell(Layer layer, int cellWidth) {
    List<Integer> shape = layer.shape();
    int mapWidth = shape.size() == 1 ? 1 : shape.get(shape.size() - 1);
    int zoom = cellWidth / mapWidth;
    if (zoom < 2) {
      return 0;
    }
    // In a dense layer, a value fills the whole cell, so one pixel less would hardly matter.
    return shape.size() == 1 ? cellWidth / 2 : (zoom - 1) * mapWidth;
  }
}
