package dev.zoetrope.viewer.overview;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingReplacedException;
import dev.zoetrope.render.ChannelGrid;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.Theme;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RunData;
import dev.zoetrope.viewer.model.Workers;
import dev.zoetrope.viewer.ui.FailureBar;
import dev.zoetrope.viewer.ui.FrameBuffer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.swing.SwingUtilities;

/**
 * Draws small pictures of the layers at the current frame. During playback, a few of them are
 * updated in turn, about thirty times per second, because a whole list takes as long to paint as a
 * large sheet.
 */
final class Thumbnails {

  private static final long PACE_NANOS = 33_000_000;

  /** How many layers are drawn at a time during playback. */
  private static final int LAYERS_AT_ONCE = 3;

  /** What the pictures should show, and their size. */
  private record Wish(
      Recording recording,
      RunData run,
      int frame,
      int probe,
      Colours colours,
      Theme theme,
      int width,
      int height) {}

  private final PlayerModel model;
  private final Workers workers;
  private final Consumer<Map<Integer, BufferedImage>> publish;
  private final Map<Integer, ChannelGrid> grids = new HashMap<>();

  /** By shape: layers of the same shape share a buffer. */
  private final Map<List<Integer>, FrameBuffer> buffers = new HashMap<>();

  private Recording gridsOf;
  private int gridWidth;

  /** Where drawing was superseded by a newer wish, which continues there. */
  private int resumeAt;

  /** When drawing of the last layers began. */
  private long begun = System.nanoTime() - PACE_NANOS;

  Thumbnails(PlayerModel model, Workers workers, Consumer<Map<Integer, BufferedImage>> publish) {
    this.model = model;
    this.workers = workers;
    this.publish = publish;
  }

  /** Requests layers {@code first} to {@code last} in this size, in device pixels. */
  void request(int first, int last, int width, int height) {
    if (!model.hasFrames() || first < 0) {
      return;
    }
    RunData run = model.run();
    int count = Math.min(last, run.layers().size() - 1) - first + 1;
    Wish wish =
        new Wish(
            model.recording().orElseThrow(),
            run,
            model.frame(),
            model.view().probe,
            model.view().colours,
            model.view().theme,
            width,
            height);
    int atOnce = model.transport().playing() ? LAYERS_AT_ONCE : count;
    workers.draw(
        workers.thumbnails,
        wish.recording,
        () -> {
          for (int drawn = 0; drawn < count && waitForTurn(); drawn += atOnce) {
            draw(wish, first, count, Math.min(atOnce, count - drawn));
          }
        },
        e -> publish.accept(failed(first, count, wish)));
  }

  private static Map<Integer, BufferedImage> failed(int first, int count, Wish wish) {
    BufferedImage sign = FailureBar.sign(wish.width, wish.height);
    return IntStream.range(first, first + count)
        .boxed()
        .collect(Collectors.toMap(index -> index, index -> sign));
  }

  /** Draws the next few layers, from {@code first} on. */
  private void draw(Wish wish, int first, int count, int few) throws IOException {
    Map<Integer, BufferedImage> pictures = new HashMap<>();
    for (int i = 0; i < few && (i == 0 || !mustGiveWay()); i++) {
      int index = first + Math.floorMod(resumeAt++, count);
      try {
        pictures.put(index, draw(wish, index));
      } catch (RecordingReplacedException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        pictures.put(index, FailureBar.sign(wish.width, wish.height)); // the others may be intact
      }
    }
    SwingUtilities.invokeLater(() -> publish.accept(pictures));
  }

  private BufferedImage draw(Wish wish, int index) throws IOException {
    Layer layer = wish.run.layers().get(index);
    ChannelGrid grid = grid(wish.recording, index, layer, wish.width, wish.height);
    Shading shading = workers.shadings.get(wish.recording, wish.run, index, wish.colours);
    float[] values =
        buffers
            .computeIfAbsent(layer.shape(), key -> new FrameBuffer())
            .read(wish.recording, layer, wish.frame);
    return grid.render(values, wish.probe, shading, wish.theme).toBufferedImage();
  }

  /** Returns false if there is something newer to draw. */
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
