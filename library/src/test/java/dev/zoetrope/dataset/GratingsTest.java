package dev.zoetrope.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class GratingsTest {

  @Test
  void fourByFourPixelsAreAsByHand() {
    InputImages gratings = Gratings.of(4, List.of(1.0), 1, 4, 4);
    assertThat(gratings.count()).isEqualTo(4);
    float[] pixels = gratings.pixels();
    assertThat(pixels).hasSize(64);
    // Centres of pixels lie 3/8 and 1/8 of the side from the middle: 0.5 + 0.5 cos 135° and cos 45°
    float dark = 0.1464466f;
    float light = 0.8535534f;
    float[] expected = {dark, light, light, dark};
    // At 45°, x + y is a multiple of a quarter: (x + y) / √2 = 0, 0.1768, 0.3536, 0.5303 …
    float[] diagonal = {1, 0.7220079f, 0.1971501f, 0.0090517f};
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        assertThat(pixels[4 * y + x]).isCloseTo(expected[x], within(1e-6f)); // 0°: vertical
        assertThat(pixels[32 + 4 * y + x]).isCloseTo(expected[y], within(1e-6f)); // 90°
        assertThat(pixels[16 + 4 * y + x]).isCloseTo(diagonal[Math.abs(x + y - 3)], within(1e-6f));
        assertThat(pixels[48 + 4 * y + x]).isCloseTo(diagonal[Math.abs(x - y)], within(1e-6f));
      }
    }
  }

  @Test
  void frequenciesAreThoseAskedFor() {
    int height = 20;
    int width = 28;
    List<Double> cycles = List.of(1.0, 2.0, 3.0, 5.0, 8.0);
    InputImages gratings = Gratings.of(2, cycles, 1, height, width);
    float[] pixels = gratings.pixels();
    for (int i = 0; i < gratings.count(); i++) {
      double[][] spectrum = spectrum(pixels, i * height * width, height, width);
      int f = cycles.get(i % cycles.size()).intValue();
      int down = i < cycles.size() ? 0 : f;
      int across = i < cycles.size() ? f : 0;
      for (int v = 0; v <= height / 2; v++) {
        for (int u = 0; u <= width / 2; u++) {
          // A mean of 0.5, and half of an amplitude of 0.5 at each of ±f.
          double expected = u + v == 0 ? 0.5 : v == down && u == across ? 0.25 : 0;
          assertThat(spectrum[v][u]).as("%s: %s, %s", i, u, v).isCloseTo(expected, within(1e-6));
        }
      }
    }
  }

  /** At 45°, f cycles an image are f/√2 along each side: the strongest of the spectrum is near. */
  @Test
  void obliqueGratingsLeanAsTheirAngleSays() {
    float[] pixels = Gratings.of(4, List.of(4 * Math.sqrt(2)), 1, 32, 32).pixels();
    double[][] rising = spectrum(pixels, 32 * 32, 32, 32);
    assertThat(rising[4][4]).isCloseTo(0.25, within(1e-6));
    assertThat(rising[28][4]).isCloseTo(0, within(1e-6));
    double[][] falling = spectrum(pixels, 3 * 32 * 32, 32, 32);
    assertThat(falling[4][4]).isCloseTo(0, within(1e-6));
    assertThat(falling[28][4]).isCloseTo(0.25, within(1e-6));
  }

  /** Returns the magnitudes of the discrete Fourier transform, divided by the number of pixels. */
  private static double[][] spectrum(float[] pixels, int from, int height, int width) {
    double[][] magnitudes = new double[height][width];
    for (int v = 0; v < height; v++) {
      for (int u = 0; u < width; u++) {
        double re = 0;
        double im = 0;
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            double angle = -2 * Math.PI * ((double) u * x / width + (double) v * y / height);
            re += pixels[from + y * width + x] * Math.cos(angle);
            im += pixels[from + y * width + x] * Math.sin(angle);
          }
        }
        magnitudes[v][u] = Math.hypot(re, im) / (height * width);
      }
    }
    return magnitudes;
  }

  @Test
  void frequenciesOfOneOrientationComeSideBySide() {
    InputImages gratings = Gratings.of(3, List.of(2.0, 1.5), 1, 8, 8);
    assertThat(gratings.names())
        .containsExactly(
            "0.000°, 2.000 cycles",
            "0.000°, 1.500 cycles",
            "60.00°, 2.000 cycles",
            "60.00°, 1.500 cycles",
            "120.0°, 2.000 cycles",
            "120.0°, 1.500 cycles");
    assertThat(gratings.labels()).containsExactly(0, 0, 1, 1, 2, 2);
    assertThat(gratings.remarks())
        .containsExactly("gratings of 3 orientations and [2.0, 1.5] cycles an image");
  }

  @Test
  void allChannelsAreAlike() {
    float[] one = Gratings.of(2, List.of(1.0, 2.0), 1, 6, 5).pixels();
    InputImages gratings = Gratings.of(2, List.of(1.0, 2.0), 3, 6, 5);
    assertThat(gratings.channels()).isEqualTo(3);
    assertThat(gratings.height()).isEqualTo(6);
    assertThat(gratings.width()).isEqualTo(5);
    float[] three = gratings.pixels();
    for (int plane = 0; plane < 12; plane++) {
      assertThat(Arrays.copyOfRange(three, plane * 30, plane * 30 + 30))
          .containsExactly(Arrays.copyOfRange(one, plane / 3 * 30, plane / 3 * 30 + 30));
    }
  }

  /** At half the side all pixels lie at zeros of the cosine, and the image would be plain grey. */
  @Test
  void noGratingIsPlain() {
    float[] pixels = Gratings.of(8, List.of(0.5, 13.5), 1, 28, 28).pixels();
    for (int i = 0; i < 16; i++) {
      float[] image = Arrays.copyOfRange(pixels, i * 784, (i + 1) * 784);
      float largest = 0;
      for (float value : image) {
        largest = Math.max(largest, Math.abs(value - 0.5f));
      }
      assertThat(largest).isGreaterThan(0.4f);
    }
    assertRefused(
        1,
        List.of(14.0),
        1,
        "a grating of 14.0 cycles cannot be drawn with 28×28 pixels; choose above 0 and below 14.0");
  }

  @Test
  void invalidNumbersAreRefused() {
    String give = "; give at least one of each";
    assertRefused(0, List.of(1.0), 1, "gratings of 0 orientations and 1 frequencies" + give);
    assertRefused(4, List.of(), 1, "gratings of 4 orientations and 0 frequencies" + give);
    assertRefused(4, List.of(1.0), 0, "gratings of 0 channels");
    for (double cycles : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertRefused(
          4,
          List.of(1.0, cycles),
          1,
          "a grating of %s cycles cannot be drawn with 28×28 pixels; choose above 0 and below 14.0"
              .formatted(cycles));
    }
    assertRefused(
        Integer.MAX_VALUE,
        List.of(1.0, 2.0),
        1,
        "gratings of 2147483647 orientations and 2 frequencies are too many; choose fewer");
    assertThatThrownBy(() -> Gratings.of(1, List.of(1.0), 1, 0, 28))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void assertRefused(
      int orientations, List<Double> frequencies, int channels, String message) {
    assertThatThrownBy(() -> Gratings.of(orientations, frequencies, channels, 28, 28))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
