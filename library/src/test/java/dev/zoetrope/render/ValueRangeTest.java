package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueRangeTest {

  @ParameterizedTest
  @CsvSource({
    "-1, 0",
    "0, 125",
    "1, 250",
    "0.5, 188",
    "-0.004, 125",
    "-0.0041, 124",
    "7, 250",
    "-7, 0",
    "Infinity, 250",
    "-Infinity, 0",
    "NaN, 253"
  })
  void aValueHasTheNearestLevel(float value, int index) {
    assertThat(ValueRange.UNIT.index(value)).isEqualTo(index);
  }

  @Test
  void coveringIgnoresNonFiniteValues() {
    float[] values = {Float.NaN, -2, 3, Float.POSITIVE_INFINITY};
    assertThat(ValueRange.covering(values, Colormap.RED_WHITE_BLUE))
        .isEqualTo(new ValueRange(-3, 3));
    assertThat(ValueRange.covering(values, Colormap.WHITE_INK)).isEqualTo(new ValueRange(-2, 3));
  }

  @Test
  void coveringNothingIsStillARange() {
    float[] nothing = {Float.NaN, 0};
    assertThat(ValueRange.covering(nothing, Colormap.BROWN_TEAL)).isEqualTo(ValueRange.UNIT);
    assertThat(ValueRange.covering(nothing, Colormap.WHITE_INK)).isEqualTo(new ValueRange(0, 1));
  }

  @Test
  void coveringTheLargestNumbersDoesNotOverflow() {
    float[] values = {-Float.MAX_VALUE, Float.MAX_VALUE};
    ValueRange range = ValueRange.covering(values, Colormap.RED_WHITE_BLUE);
    assertThat(range.index(0)).isEqualTo(125);
    assertThat(range.index(Float.MAX_VALUE)).isEqualTo(250);
  }

  @Test
  void anEmptyRangeIsRefused() {
    assertThatThrownBy(() -> new ValueRange(1, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ValueRange(Float.NaN, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ValueRange(-Float.MAX_VALUE, Float.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
