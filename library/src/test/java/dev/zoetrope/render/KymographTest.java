package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class KymographTest {

  private static final long[] STEPS = {0, 1, 2, 3};
  private static final ChartLayout LAYOUT =
      new TrainingChart(STEPS, new long[4], new float[4], new float[4]).layout(476, 120, 1);

  /** Two rows; the first rises from −1 to 1, the second stays at 1. */
  private static final Kymograph RISING =
      new Kymograph(new float[] {-1, 1, -0.5f, 1, 0.5f, 1, 1, 1}, 2, new int[] {0, 1, 2, 3}, 0);

  @Test
  void aColumnHasTheColoursOfItsFrame() {
    BufferedImage picture = RISING.render(LAYOUT, 90, Shading.DEFAULT, Theme.LIGHT);
    int top = 8;
    int left = LAYOUT.plot().x();
    assertThat(picture.getRGB(left, top) & 0xFFFFFF).isEqualTo(0xFF0000);
    int right = left + LAYOUT.plot().width() - 1;
    assertThat(picture.getRGB(right, top) & 0xFFFFFF).isEqualTo(0x0000FF);
    assertThat(picture.getRGB(left, top + 35) & 0xFFFFFF).isEqualTo(0x0000FF);
  }

  @Test
  void stepsNotReachedYetAreBackground() {
    TrainingChart chart = new TrainingChart(STEPS, new long[4], new float[4], new float[4]);
    ChartLayout planned = chart.layout(476, 120, 1, 100);
    BufferedImage picture = RISING.render(planned, 90, Shading.DEFAULT, Theme.LIGHT);
    assertThat(picture.getRGB(planned.plot().x() + 200, 8) & 0xFFFFFF)
        .isEqualTo(Theme.LIGHT.background());
  }

  @Test
  void returnsTheMarkedValueOfTheNearestFrame() {
    Kymograph sparse = new Kymograph(new float[] {3, 5}, 1, new int[] {0, 10}, 0);
    assertThat(sparse.markedValue(2)).isEqualTo(3);
    assertThat(sparse.markedValue(9)).isEqualTo(5);
    assertThat(sparse.markedValue(99)).isEqualTo(5);
  }

  @Test
  void refusesLengthsThatDoNotFit() {
    assertThatThrownBy(() -> new Kymograph(new float[3], 2, new int[1], 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
