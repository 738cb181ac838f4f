package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class StatisticsTest {

  @Test
  void coversAllProbesAndPositionsOfEachChannel() {
    // [probe 2, channel 2, inner 2]: channel 0 is 1, 3, 5, 7; channel 1 is −2, −2, 2, 2
    float[] values = {1, 3, -2, -2, 5, 7, 2, 2};
    ByteBuffer out = ByteBuffer.allocate(32);
    assertThat(Statistics.write(values, 2, 2, out)).isZero();
    out.flip();
    assertThat(read(out)).isEqualTo(new Statistics(1, 7, 4, (float) Math.sqrt(5)));
    assertThat(read(out)).isEqualTo(new Statistics(-2, 2, 0, 2));
  }

  @Test
  void countsNonFiniteValuesAndExcludesThemFromTheExtremes() {
    float[] values = {Float.NaN, 3, Float.NEGATIVE_INFINITY, 4};
    ByteBuffer out = ByteBuffer.allocate(16);
    assertThat(Statistics.write(values, 1, 4, out)).isEqualTo(2);
    out.flip();
    Statistics statistics = read(out);
    assertThat(statistics.min()).isEqualTo(3);
    assertThat(statistics.max()).isEqualTo(4);
    assertThat(statistics.finite()).isFalse();
  }

  private static Statistics read(ByteBuffer in) {
    return new Statistics(in.getFloat(), in.getFloat(), in.getFloat(), in.getFloat());
  }
}
