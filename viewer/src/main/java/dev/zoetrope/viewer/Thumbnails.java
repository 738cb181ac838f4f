package dev.zoetrope.viewer;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.ChannelGrid;
import dev.zoetrope.render.Shading;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import javax.swing.SwingUtilities;

/**
 * Draws small pictures of the layers at the current frame; while playing they follow as well as
 * they can.
 */
final class Thumbnails {

  private final PlayerModel model;
  private final Workers workers;
  private final BiConsumer<Integer, BufferedImage> publish;
  private final Map<Integer, ChannelGrid> grids = new HashMap<>();
  private Recording gridsOf;
  private int gridWidth;

  /** Where the last pass gave way to a newer one; the next goes on there. */
  private int resumeAt;

  Thumbnails(PlayerModel model, Workers workers, BiConsumer<Integer, BufferedImage> publish) {
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
    workers.thumbnails.submit(
        () -> {
          for (int i = 0; i < count; i++) {
            if (i > 0 && workers.thumbnails.superseded()) {
              return;
            }
            int index = first + Math.floorMod(resumeAt++, count);
            try {
              Layer layer = run.layers().get(index);
              Shading shading = workers.shadings.get(recording, run, index, colours);
              float[] values = recording.activation(layer.name(), frame);
              BufferedImage image =
                  grid(recording, index, layer, width, height)
                      .render(values, probe, shading, theme)
                      .toBufferedImage();
              SwingUtilities.invokeLater(() -> publish.accept(index, image));
            } catch (IOException e) {
              // The sheet says what is wrong; here the last picture stays.
            }
          }
        });
  }

  private ChannelGrid grid(Recording recording, int index, Layer layer, int width, int height) {
    if (gridsOf != recording || gridWidth != width) {
      grids.clear();
      gridsOf = recording;
      gridWidth = width;
    }
    return grids.computeIfAbsent(index, key -> ChannelGrid.fit(layer, width, height));
  }
}
