package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SchedulesTest {

  private static long[] upTo(long last, LongPredicate schedule) {
    return LongStream.rangeClosed(0, last).filter(schedule).toArray();
  }

  @Test
  void everyNth() {
    assertThat(upTo(10, Schedules.every(4))).containsExactly(0, 4, 8);
    assertThat(upTo(3, Schedules.every(1))).containsExactly(0, 1, 2, 3);
    assertThatThrownBy(() -> Schedules.every(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void logarithmicStepsGrowByAConstantFactor() {
    // ⌈10^(k/3)⌉ for k = 0, 1, 2, …
    assertThat(upTo(1000, Schedules.logarithmic(3)))
        .containsExactly(0, 1, 3, 5, 10, 22, 47, 100, 216, 465, 1000);
    assertThat(upTo(100_000, Schedules.logarithmic(1)))
        .containsExactly(0, 1, 10, 100, 1000, 10_000, 100_000);
    assertThat(upTo(8, Schedules.logarithmic(100))).hasSize(9);
  }
}
