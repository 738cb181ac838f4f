package dev.zoetrope.viewer.timeline;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.Kymograph;
import dev.zoetrope.render.MapShape;
import dev.zoetrope.render.SheetCell;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Reads one row of a map, or all units of a dense layer, over a run. */
final class TimeSeries {

  /** More frames than a screen is wide could not be seen. */
  private static final int MOST_FRAMES = 2048;

  private TimeSeries() {}

  /**
   * Reads the row that contains a cell, at all frames, or at the maximum number of evenly spaced
   * ones.
   *
   * @param goOn whether to continue; called between frames
   * @throws CancellationException if {@code goOn} returns false
   */
  static Kymograph of(
      Recording recording, Layer layer, SheetCell cell, int frames, BooleanSupplier goOn)
      throws IOException {
    MapShape maps = MapShape.of(layer);
    boolean dense = layer.shape().size() == 1;
    int width = dense ? maps.channels() : maps.width();
    int start =
        cell.probe() * maps.valuesPerProbe()
            + (dense ? 0 : maps.index(cell.channel(), cell.y(), 0));
    int visits = Math.min(frames, MOST_FRAMES);
    int[] visited = new int[visits];
    float[] values = new float[visits * width];
    float[] frame = new float[recording.valuesPerFrame(layer)];
    for (int visit = 0; visit < visits; visit++) {
      if (!goOn.getAsBoolean()) {
        throw new CancellationException("a newer request waits");
      }
      visited[visit] = visits == 1 ? 0 : (int) ((long) visit * (frames - 1) / (visits - 1));
      recording.activation(layer.name(), visited[visit], frame);
      System.arraycopy(frame, start, values, visit * width, width);
    }
    return new Kymograph(values, width, visited, dense ? cell.channel() : cell.x());
  }
}
