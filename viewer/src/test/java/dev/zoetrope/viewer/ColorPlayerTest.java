package dev.zoetrope.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.viewer.model.Hover;
import dev.zoetrope.viewer.sheet.SheetView;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording of colour images in a real window. */
class ColorPlayerTest {

  private static final int SIDE = 6;
  private static final SheetCell PIXEL = new SheetCell(1, SheetCell.INPUT, 2, 4);

  @TempDir private Path folder;

  /** Two probes: red grows with y, green with x, blue is 0.2 or 0.8. */
  private Path write() throws IOException {
    float[] input = new float[2 * 3 * SIDE * SIDE];
    for (int i = 0; i < input.length; i++) {
      int y = i / SIDE % SIDE;
      int x = i % SIDE;
      int color = i / (SIDE * SIDE) % 3;
      input[i] = color == 0 ? y / 5f : color == 1 ? x / 5f : i < input.length / 2 ? 0.2f : 0.8f;
    }
    Probes probes = new Probes(List.of(3, SIDE, SIDE), input, new long[] {1, 0});
    Layer layer =
        new Layer("conv", "Conv2d", List.of(2, SIDE, SIDE), OptionalDouble.of(1), Precision.AUTO);
    RunInfo run =
        new RunInfo("run", Instant.EPOCH, 2, Map.of("class_names", List.of("apple", "sky")));
    Path path = folder.resolve("colour.zarr");
    try (RecordingWriter writer = RecordingWriter.create(path, run, probes, List.of(layer))) {
      for (int frame = 0; frame < 2; frame++) {
        float[] values = new float[2 * layer.valuesPerProbe()];
        values[frame] = 1;
        writer.append(new Frame(frame, 0, 1, 0, List.of(values)));
      }
    }
    return path;
  }

  @Test
  void inputsAreShownAndDescribedInTheirColours() throws Exception {
    try (Window window = Window.open(Optional.of(write()))) {
      SheetView sheet = window.player().sheet();
      assertShown(window, sheet);
      Window.onEventThread(
          () -> {
            window.model().transport().seek(1); // paints only what changes; the inputs stay
            return null;
          });
      window.await("frame 1", () -> sheet.picture().orElseThrow().frame() == 1);
      assertShown(window, sheet);
      BufferedImage copied = window.player().shownPicture().orElseThrow();
      assertThat(copied.getType()).isEqualTo(BufferedImage.TYPE_INT_RGB);
    }
  }

  private static void assertShown(Window window, SheetView sheet) throws Exception {
    Rectangle at = Window.onEventThread(() -> sheet.boundsOf(PIXEL).orElseThrow());
    BufferedImage image =
        Window.onEventThread(
            () -> {
              BufferedImage painted =
                  new BufferedImage(
                      sheet.getWidth(), sheet.getHeight(), BufferedImage.TYPE_INT_RGB);
              sheet.paint(painted.getGraphics());
              return painted;
            });
    int rgb = image.getRGB((int) at.getCenterX(), (int) at.getCenterY()) & 0xFFFFFF;
    assertThat(rgb).isEqualTo(102 << 16 | 204 << 8 | 204); // 2/5, 4/5 and 0.8 of 255
    assertThat(Hover.text(window.model().run(), false, PIXEL, 0))
        .isEqualTo(
            "probe 1 (class apple)  ·  input  ·  y 2  x 4"
                + "  ·  red +0.40000  green +0.80000  blue +0.80000");
  }
}
