package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HashSet;
import java.util.Set;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColormapTest {

  @Test
  void redWhiteBlueMatchesTheArticle() {
    Colormap map = Colormap.RED_WHITE_BLUE;
    assertThat(map.color(0)).isEqualTo(0xFF0000);
    assertThat(map.color(125)).isEqualTo(0xFFFFFF);
    assertThat(map.color(250)).isEqualTo(0x0000FF);
    assertThat(map.color(50)).isEqualTo(0xFF6666);
    assertThat(map.color(200)).isEqualTo(0x6666FF);
  }

  @ParameterizedTest
  @EnumSource
  void aPaletteDistinguishesNanFromEveryValue(Colormap map) {
    for (Theme theme : Theme.values()) {
      int[] palette = Palette.of(map, theme);
      Set<Integer> levels = new HashSet<>();
      for (int level = 0; level < Palette.LEVELS; level++) {
        levels.add(palette[level]);
        assertThat(distance(palette[level], palette[Palette.NAN])).isGreaterThan(80);
      }
      assertThat(levels).hasSizeGreaterThan(200).doesNotContain(palette[Palette.BACKGROUND]);
      assertThat(palette[Palette.TRANSPARENT]).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "RED_WHITE_BLUE", mode = EnumSource.Mode.EXCLUDE)
  void armsOfASafeMapAreEquallyLight(Colormap map) {
    assumeTrue(map.diverging(), "it has one arm");
    for (int level = 0; level < 125; level += 5) {
      assertThat(lightness(map.color(level)))
          .as(map + ", lightness at level " + level)
          .isCloseTo(lightness(map.color(250 - level)), Offset.offset(0.012));
    }
  }

  /** Twice as far from zero is twice as dark, everywhere on the map. */
  @ParameterizedTest
  @EnumSource(names = "RED_WHITE_BLUE", mode = EnumSource.Mode.EXCLUDE)
  void aSafeMapDarkensEvenly(Colormap map) {
    int white = map.diverging() ? 125 : 0;
    for (int end : map.diverging() ? new int[] {0, 250} : new int[] {250}) {
      double whole = lightness(map.color(white)) - lightness(map.color(end));
      assertThat(whole).as(map + " from white to " + end).isGreaterThan(0.45);
      for (int fifth = 0; fifth < 5; fifth++) {
        double from = lightness(map.color(white + (end - white) * fifth / 5));
        double to = lightness(map.color(white + (end - white) * (fifth + 1) / 5));
        assertThat(from - to)
            .as(map + ", fifth " + fifth + " towards " + end)
            .isCloseTo(whole / 5, Offset.offset(whole / 20));
      }
    }
  }

  private static double distance(int a, int b) {
    double sum = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double difference = (a >> shift & 0xFF) - (b >> shift & 0xFF);
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  /** L of OKLab. */
  private static double lightness(int rgb) {
    double r = linear(rgb >> 16 & 0xFF);
    double g = linear(rgb >> 8 & 0xFF);
    double b = linear(rgb & 0xFF);
    return 0.2104542553 * Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
        + 0.7936177850 * Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
        - 0.0040720468 * Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
