package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingChartTest {

  @ParameterizedTest
  @CsvSource({"900, 360, 1", "300, 80, 1", "1600, 180, 2", "90, 40, 1"})
  void everyFrameIsFoundAtItsPlace(int width, int height, int scale) {
    ChartLayout layout = chart(10).layout(width, height, scale);
    for (int frame = 0; frame < 10; frame++) {
      assertThat(layout.frameAt(layout.x(frame))).isEqualTo(frame);
    }
    assertThat(layout.frameAt(-100)).isZero();
    assertThat(layout.frameAt(width + 100)).isEqualTo(9);
  }

  @Test
  void framesAreAsFarApartAsTheirSteps() {
    long[] steps = {0, 10, 30};
    TrainingChart chart = new TrainingChart(steps, new long[3], new float[3], new float[3]);
    ChartLayout layout = chart.layout(400, 200, 1);
    assertThat(layout.x(2) - layout.x(1)).isEqualTo(2 * (layout.x(1) - layout.x(0)));
    assertThat(layout.frameAt(layout.x(1) + 0.49 * (layout.x(2) - layout.x(1)))).isEqualTo(1);
    assertThat(layout.frameAt(layout.x(1) + 0.51 * (layout.x(2) - layout.x(1)))).isEqualTo(2);
  }

  @Test
  void aCurveGoesThroughItsValues() {
    float[] half = new float[20];
    Arrays.fill(half, 0.5f);
    TrainingChart chart = new TrainingChart(steps(20), new long[20], nan(20), half);
    ChartLayout layout = chart.layout(400, 300, 1);
    BufferedImage image = chart.render(layout, Theme.LIGHT);
    int middle = layout.plot().y() + layout.plot().height() / 2;
    assertThat(redAt(image, 230, middle)).isLessThan(100);
    assertThat(redAt(image, 230, middle - 4)).isEqualTo(255);
    assertThat(redAt(image, 230, middle + 4)).isEqualTo(255);
  }

  @Test
  void nanLeavesAGap() {
    float[] gap = new float[21];
    Arrays.fill(gap, 0.5f);
    gap[10] = Float.NaN;
    TrainingChart chart = new TrainingChart(steps(21), new long[21], nan(21), gap);
    ChartLayout layout = chart.layout(477, 300, 1);
    BufferedImage image = chart.render(layout, Theme.DARK);
    int middle = layout.plot().y() + layout.plot().height() / 2;
    int ground = 0xFF000000 | Theme.DARK.plot();
    assertThat(image.getRGB((int) layout.x(10), middle)).isEqualTo(ground);
    assertThat(image.getRGB((int) layout.x(5), middle)).isNotEqualTo(ground);
  }

  @Test
  void aSpikeIsSeenAmongManyFrames() {
    float[] losses = new float[100_000];
    losses[51_234] = 1;
    TrainingChart chart =
        new TrainingChart(
            steps(losses.length), new long[losses.length], losses, nan(losses.length));
    ChartLayout layout = chart.layout(400, 200, 1);
    BufferedImage image = chart.render(layout, Theme.LIGHT);
    int x = (int) layout.x(51_234);
    int middle = layout.plot().y() + layout.plot().height() / 2;
    assertThat(image.getRGB(x, middle)).isNotEqualTo(image.getRGB(x - 20, middle));
  }

  @Test
  void anEmptyChartIsNoError() {
    TrainingChart empty = new TrainingChart(new long[0], new long[0], new float[0], new float[0]);
    ChartLayout layout = empty.layout(200, 100, 1);
    assertThat(empty.render(layout, Theme.LIGHT).getWidth()).isEqualTo(200);
    assertThat(layout.frameAt(50)).isEqualTo(-1);
    TrainingChart one = new TrainingChart(steps(1), new long[1], nan(1), nan(1));
    assertThat(one.render(one.layout(1, 1, 1), Theme.DARK).getHeight()).isEqualTo(1);
  }

  @Test
  void lengthsMustMatch() {
    assertThatThrownBy(() -> new TrainingChart(steps(2), new long[2], new float[1], new float[2]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({"2.31, 5, 0.5", "2.31, 2, 1.2", "0.3, 3, 0.1", "100, 5, 20", "0.0007, 5, 0.00015"})
  void ticksAreRound(double max, int intervals, double tick) {
    assertThat(Ticks.reaching(max, intervals)).isCloseTo(tick, Percentage.withPercentage(1e-6));
  }

  @ParameterizedTest
  @CsvSource({"2.5, 2.5", "-4.389591, −4.39", "0, 0", "1000000, 1e6", "0.00012345, 1.23e−4"})
  void numbersAreShort(double value, String text) {
    assertThat(Numbers.text(value)).isEqualTo(text);
  }

  private static int redAt(BufferedImage image, int x, int y) {
    return image.getRGB(x, y) >> 16 & 0xFF;
  }

  private static TrainingChart chart(int frames) {
    return new TrainingChart(steps(frames), new long[frames], new float[frames], new float[frames]);
  }

  private static long[] steps(int frames) {
    long[] steps = new long[frames];
    Arrays.setAll(steps, i -> i);
    return steps;
  }

  private static float[] nan(int frames) {
    float[] values = new float[frames];
    Arrays.fill(values, Float.NaN);
    return values;
  }
}
