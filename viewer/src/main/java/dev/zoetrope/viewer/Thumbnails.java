package dev.zoetrope.viewer;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.ChannelGrid;
import dev.zoetrope.render.Shading;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.swing.SwingUtilities;

/**
 * Draws small pictures of the layers at the current frame. While playing, a few of them follow some
 * thirty times a second in turn: a whole list takes as long to paint as a large sheet.
 */
final class Thumbnails {

  private static final long PACE_NANOS = 33_000_000;

  /** How many layers a pass draws while playing. */
  private static final int LAYERS_AT_ONCE = 3;

  private final PlayerModel model;
  private final Workers workers;
  private final Consumer<Map<Integer, BufferedImage>> publish;
  private final Map<Integer, ChannelGrid> grids = new HashMap<>();

  /** By shape: layers of one shape take turns. */
  private final Map<List<Integer>, FrameBuffer> buffers = new HashMap<>();

  private Recording gridsOf;
  private int gridWidth;

  /** Where the last pass ended or gave way to a newer one; the next goes on there. */
  private int resumeAt;

  /** When the last pass began. */
  private long begun = System.nanoTime() - PACE_NANOS;

  Thumbnails(PlayerModel model, Workers workers, Consumer<Map<Integer, BufferedImage>> publish) {
    this.model = model;
    this.workers = workers;
    this.publish = publish;
  }

  /** Asks for layers {@code first} to {@code last}, so large in the screen's pixels. */
  void request(int first, int last, int width, int height) {
    if (!model.hasFrames() || first < 0) {
      return;
    }
    Recording recording = model.recording().orElseThrow();
    RunData run = model.run();
    int frame = model.frame();
    int probe = model.view().probe;
    Colours colours = model.view().colours;
    var theme = model.view().theme;
    int count = Math.min(last, run.layers().size() - 1) - first + 1;
    int passLength = model.transport().playing ? Math.min(LAYERS_AT_ONCE, count) : count;
    workers.thumbnails.submit(
        () -> {
          if (!waitForTurn()) {
            return;
          }
          Map<Integer, BufferedImage> pictures = new HashMap<>();
          for (int i = 0; i < passLength && (i == 0 || !mustGiveWay()); i++) {
            int index = first + Math.floorMod(resumeAt++, count);
            try {
              Layer layer = run.layers().get(index);
              Shading shading = workers.shadings.get(recording, run, index, colours);
              float[] values =
                  buffers
                      .computeIfAbsent(layer.shape(), key -> new FrameBuffer())
                      .read(recording, layer, frame);
              pictures.put(
                  index,
                  grid(recording, index, layer, width, height)
                      .render(values, probe, shading, theme)
                      .toBufferedImage());
            } catch (IOException e) {
              // The sheet says what is wrong; here the last picture stays.
            }
          }
          SwingUtilities.invokeLater(() -> publish.accept(pictures));
        });
  }

  /** Returns false if meanwhile something newer is to be drawn. */
  private boolean waitForTurn() {
    try {
      TimeUnit.NANOSECONDS.sleep(begun + PACE_NANOS - System.nanoTime());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
    if (workers.thumbnails.superseded()) {
      return false;
    }
    begun = System.nanoTime();
    return true;
  }

  private boolean mustGiveWay() {
    return System.nanoTime() - begun > PACE_NANOS && workers.thumbnails.superseded();
  }

  private ChannelGrid grid(Recording recording, int index, Layer layer, int width, int height) {
    if (gridsOf != recording || gridWidth != width) {
      grids.clear();
      buffers.clear();
      gridsOf = recording;
      gridWidth = width;
    }
    return grids.computeIfAbsent(index, key -> ChannelGrid.fit(layer, width, height));
  }
}
