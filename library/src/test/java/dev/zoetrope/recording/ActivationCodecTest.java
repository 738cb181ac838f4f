package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ActivationCodecTest {

  private static final float LEVEL = 1 / 127f;

  private final ActivationCodec codec =
      new ActivationCodec(new Layer("tanh", "T", List.of(1), OptionalDouble.of(1), Precision.INT8));

  private byte encode(float value, int previous) {
    ActivationCodec.Held held = codec.hold(1);
    float before = previous == ActivationCodec.NO_VALUE ? Float.NaN : previous * LEVEL;
    codec.encode(new float[] {before}, held, ByteBuffer.allocate(1));
    ByteBuffer stored = ByteBuffer.allocate(1);
    codec.encode(new float[] {value}, held, stored);
    return stored.get(0);
  }

  @Test
  void holdsALevelUntilTheValueHasMovedByNineTenths() {
    assertThat(encode(10.89f * LEVEL, 10)).isEqualTo((byte) 10);
    assertThat(encode(10.91f * LEVEL, 10)).isEqualTo((byte) 11);
    assertThat(encode(9.11f * LEVEL, 10)).isEqualTo((byte) 10);
    assertThat(encode(9.09f * LEVEL, 10)).isEqualTo((byte) 9);
    assertThat(encode(-3.6f * LEVEL, 10)).isEqualTo((byte) -4);
  }

  @Test
  void keepsTheLowestLevelForNoValue() {
    assertThat(encode(-1, 0)).isEqualTo((byte) -127);
    assertThat(encode(-1.005f, -128)).isEqualTo((byte) -127);
    assertThat(encode(-7, 0)).isEqualTo((byte) -127);
    assertThat(encode(Float.NEGATIVE_INFINITY, 0)).isEqualTo((byte) -127);
    assertThat(encode(Float.POSITIVE_INFINITY, 0)).isEqualTo((byte) 127);
    assertThat(encode(Float.NaN, 5)).isEqualTo((byte) -128);
    assertThat(encode(0.4f * LEVEL, -128)).isEqualTo((byte) 0);
  }

  @Test
  void decodesToTheMiddleOfTheLevel() {
    float[] values = new float[3];
    codec.decode(ByteBuffer.wrap(new byte[] {127, -1, -128}), values);
    assertThat(values).containsExactly(1, -LEVEL, Float.NaN);
  }
}
