package dev.zoetrope.zarr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HalfTest {

  @Test
  void everyHalfSurvivesConversionToFloatAndBack() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      float value = Half.toFloat(half);
      if (!Float.isNaN(value)) {
        assertThat(Half.fromFloat(value)).isEqualTo(half);
      }
    }
  }

  @Test
  void knownValues() {
    // IEEE 754-2019, table 3.5, worked out by hand.
    assertThat(Half.fromFloat(1)).isEqualTo((short) 0x3c00);
    assertThat(Half.fromFloat(-2)).isEqualTo((short) 0xc000);
    assertThat(Half.fromFloat(65504)).isEqualTo((short) 0x7bff);
    assertThat(Half.fromFloat(0x1p-24f)).isEqualTo((short) 1);
    assertThat(Half.fromFloat(0x1p-14f)).isEqualTo((short) 0x0400);
    assertThat(Half.fromFloat(1 / 3f)).isEqualTo((short) 0x3555);
    assertThat(Half.fromFloat(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
    assertThat(Half.toFloat((short) 0x8000)).isEqualTo(-0f);
    assertThat(Half.toFloat(Half.fromFloat(Float.NaN))).isNaN();
  }

  @Test
  void roundsToNearestAndTiesToEven() {
    assertThat(Half.fromFloat(1 + 0x1p-11f)).as("tie, down to even").isEqualTo((short) 0x3c00);
    assertThat(Half.fromFloat(1 + 3 * 0x1p-11f)).as("tie, up to even").isEqualTo((short) 0x3c02);
    assertThat(Half.fromFloat(1 + 0x1.1p-11f)).isEqualTo((short) 0x3c01);
    assertThat(Half.fromFloat(65519.99f)).isEqualTo((short) 0x7bff);
    assertThat(Half.fromFloat(65520)).isEqualTo((short) 0x7c00);
    assertThat(Half.fromFloat(0x1p-25f)).as("tie, down to zero").isEqualTo((short) 0);
    assertThat(Half.fromFloat(0x1.ffcp-15f + 0x1p-25f)).isEqualTo((short) 0x0400);
  }

  /** On JDK 17 both are the same code; on 20 and later one is the JDK's own. */
  @Test
  void isTheSameOnEveryJdk() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 1_000_000; i++) {
      float value = Float.intBitsToFloat(random.nextInt());
      if (!Float.isNaN(value)) {
        assertThat(Half.fromFloat(value)).isEqualTo(Half.Portable.fromFloat(value));
      }
    }
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      assertThat(Float.compare(Half.toFloat(half), Half.Portable.toFloat(half))).isZero();
    }
    assertThat(Half.fromFloat(Float.intBitsToFloat(0xffc12345))).isEqualTo(Half.NAN);
  }
}
