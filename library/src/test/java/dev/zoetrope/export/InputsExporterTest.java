package dev.zoetrope.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.recording.Probes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InputsExporterTest {

  private static final int PAPER = 0xFF808080;

  @TempDir Path folder;

  private BufferedImage draw(float[] values, int count, Integer... shape) throws IOException {
    long[] labels = new long[count];
    Arrays.fill(labels, -1);
    Path file = folder.resolve("inputs.png");
    Files.writeString(file, "replaced");
    InputsExporter.write(new Probes(List.of(shape), values, labels), file);
    return ImageIO.read(file.toFile());
  }

  @Test
  void everyPixelBecomesASquare() throws IOException {
    float[] values = new float[7 * 28 * 28];
    int[] levels = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      levels[i] = i * 31 % 256;
      values[i] = levels[i] / 255f;
    }
    BufferedImage read = draw(values, 7, 1, 28, 28);
    // Five beside each other, of 224 pixels, with gaps of 8.
    assertThat(read.getWidth()).isEqualTo(8 + 5 * 232);
    assertThat(read.getHeight()).isEqualTo(8 + 2 * 232);
    for (int y = 0; y < read.getHeight(); y++) {
      for (int x = 0; x < read.getWidth(); x++) {
        int input = y / 232 * 5 + x / 232;
        boolean gap = x % 232 < 8 || y % 232 < 8 || input >= 7;
        int expected = PAPER;
        if (!gap) {
          int pixel = (y % 232 - 8) / 8 * 28 + (x % 232 - 8) / 8;
          expected = 0xFF000000 | 0x010101 * levels[input * 784 + pixel];
        }
        if (read.getRGB(x, y) != expected) {
          assertThat(read.getRGB(x, y)).as("%s, %s", x, y).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void coloursAreKept() throws IOException {
    // [channel, y, x]: one row of red, green, blue and a mixture
    float[] values = {1, 0, 0, 0.2f, 0, 1, 0, 0.4f, 0, 0, 1, 0.6f};
    BufferedImage read = draw(values, 1, 3, 1, 4);
    assertThat(read.getWidth()).isEqualTo(8 + 224 + 8);
    assertThat(read.getHeight()).isEqualTo(8 + 56 + 8);
    int[] expected = {0xFFFF0000, 0xFF00FF00, 0xFF0000FF, 0xFF336699};
    for (int x = 0; x < 4; x++) {
      assertThat(read.getRGB(8 + 56 * x, 8)).isEqualTo(expected[x]);
      assertThat(read.getRGB(8 + 56 * x + 55, 8 + 55)).isEqualTo(expected[x]);
    }
    assertThat(read.getRGB(7, 8)).isEqualTo(PAPER);
    assertThat(read.getRGB(232, 63)).isEqualTo(PAPER);
    assertThat(read.getRGB(8, 64)).isEqualTo(PAPER);
  }

  @Test
  void valuesBeyondAreDrawnAsTheNearest() throws IOException {
    float[] values = {-3, 7, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
    BufferedImage read = draw(values, 1, 1, 2, 2);
    assertThat(read.getRGB(8, 8)).isEqualTo(0xFF000000);
    assertThat(read.getRGB(8 + 112, 8)).isEqualTo(0xFFFFFFFF);
    assertThat(read.getRGB(8, 8 + 112)).isEqualTo(0xFF000000);
    assertThat(read.getRGB(8 + 112, 8 + 112)).isEqualTo(0xFFFFFFFF);
  }

  @Test
  void largeInputsAreNotEnlarged() throws IOException {
    float[] values = new float[2 * 300 * 2];
    values[600 + 299 * 2 + 1] = 1;
    BufferedImage read = draw(values, 2, 1, 300, 2);
    assertThat(read.getWidth()).isEqualTo(8 + 2 * (2 + 8));
    assertThat(read.getHeight()).isEqualTo(8 + 300 + 8);
    assertThat(read.getRGB(18 + 1, 8 + 299)).isEqualTo(0xFFFFFFFF);
    assertThat(read.getRGB(18, 8 + 299)).isEqualTo(0xFF000000);
  }

  @Test
  void otherInputsAreRefused() {
    assertRefused(new float[6], 6);
    assertRefused(new float[6], 2, 3);
    assertRefused(new float[8], 2, 2, 2);
    assertThat(folder).isEmptyDirectory();
  }

  private void assertRefused(float[] values, Integer... shape) {
    Probes probes = new Probes(List.of(shape), values, new long[] {-1});
    assertThatThrownBy(() -> InputsExporter.write(probes, folder.resolve("inputs.png")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inputs of shape " + List.of(shape) + " are not pictures");
  }
}
