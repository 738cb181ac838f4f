package dev.zoetrope.export;

import dev.zoetrope.recording.Probes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Draws inputs as a network sees them, enlarged, side by side, into a PNG.
 *
 * <pre>{@code
 * InputsExporter.write(recording.probes(), Path.of("inputs.png"));
 * }</pre>
 */
public final class InputsExporter {

  private static final int COLUMNS = 5;
  private static final int GAP = 8;
  private static final int USUAL_SIDE = 224;
  private static final int PAPER = 0x808080;
  private static final int COLOURS = 3;

  private InputsExporter() {}

  /**
   * Writes the picture, replacing any existing file.
   *
   * @param inputs images of one or three channels, [channel, y, x], 0…1; values beyond are drawn as
   *     the nearest of these
   * @throws IllegalArgumentException if they are no such images
   */
  public static void write(Probes inputs, Path png) throws IOException {
    List<Integer> shape = inputs.shape();
    if (shape.size() != 3 || shape.get(0) != 1 && shape.get(0) != COLOURS) {
      throw new IllegalArgumentException("inputs of shape " + shape + " are not pictures");
    }
    PngExporter.write(draw(inputs.input(), inputs.count(), shape), png);
  }

  private static BufferedImage draw(float[] values, int count, List<Integer> shape) {
    int height = shape.get(1);
    int width = shape.get(2);
    int zoom = Math.max(1, USUAL_SIDE / Math.max(height, width));
    int columns = Math.min(COLUMNS, count);
    int rows = (count - 1) / columns + 1;
    BufferedImage image =
        new BufferedImage(
            columns * (width * zoom + GAP) + GAP,
            rows * (height * zoom + GAP) + GAP,
            BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        image.setRGB(x, y, PAPER);
      }
    }
    for (int input = 0; input < count; input++) {
      int left = GAP + input % columns * (width * zoom + GAP);
      int top = GAP + input / columns * (height * zoom + GAP);
      for (int y = 0; y < height * zoom; y++) {
        for (int x = 0; x < width * zoom; x++) {
          image.setRGB(left + x, top + y, colour(values, input, shape, y / zoom, x / zoom));
        }
      }
    }
    return image;
  }

  private static int colour(float[] values, int input, List<Integer> shape, int y, int x) {
    int channels = shape.get(0);
    int plane = shape.get(1) * shape.get(2);
    int rgb = 0;
    for (int colour = 0; colour < COLOURS; colour++) {
      int channel = channels == 1 ? 0 : colour;
      float value = values[(input * channels + channel) * plane + y * shape.get(2) + x];
      rgb = rgb << 8 | Math.round(255 * Math.max(0, Math.min(1, value)));
    }
    return rgb;
  }
}
