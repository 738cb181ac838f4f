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
  void reservesTheLowestLevelForNoValue() {
    assertThat(encode(-1, 0)).isEqualTo((byte) -127);
    assertThat(encode(-1.005f, -128)).isEqualTo((byte) -127);
    assertThat(encode(-7, 0)).isEqualTo((byte) -127);
    assertThat(encode(Float.NEGATIVE_INFINITY, 0)).isEqualTo((byte) -127);
    assertThat(encode(Float.POSITIVE_INFINITY, 0)).isEqualTo((byte) 127);
    assertThat(encode(Float.NaN, 5)).isEqualTo((byte) -128);
    assertThat(encode(0.4f * LEVEL, -128)).isEqualTo((byte) 0);
  }

  private static ValueCounts halves(float[] values, float[] decoded) {
    ActivationCodec half =
        new ActivationCodec(
            new Layer("x", "T", List.of(1), OptionalDouble.empty(), Precision.FLOAT16));
    ByteBuffer stored = ByteBuffer.allocate(2 * values.length);
    ValueCounts counts = half.encode(values, half.hold(values.length), stored);
    half.decode(stored.flip(), decoded);
    return counts;
  }

  @Test
  void finiteValuesStayFiniteAndClippedOnesAreCounted() {
    float[] decoded = new float[6];
    float infinity = Float.POSITIVE_INFINITY;
    assertThat(halves(new float[] {800_001, -1e30f, 65519, infinity, Float.NaN, 1}, decoded))
        .isEqualTo(new ValueCounts(0, 2, 0));
    assertThat(decoded).containsExactly(65504, -65504, 65504, infinity, Float.NaN, 1);
    ActivationCodec.Held held = codec.hold(3);
    assertThat(codec.encode(new float[] {2, infinity, -1}, held, ByteBuffer.allocate(3)))
        .isEqualTo(new ValueCounts(0, 1, 0));
  }

  @Test
  void visibleValuesThatBecomeZeroAreCounted() {
    float[] decoded = new float[4];
    assertThat(halves(new float[] {1e-9f, 5e-10f, 1e-13f, 0}, decoded))
        .isEqualTo(new ValueCounts(0, 0, 2)); // the third is negligible beside 1e-9
    assertThat(decoded).containsOnly(0);
    assertThat(halves(new float[] {1, 1e-9f, 0, 0}, decoded)).isEqualTo(ValueCounts.NONE);
  }

  @Test
  void decodesToTheMiddleOfTheLevel() {
    float[] values = new float[3];
    codec.decode(ByteBuffer.wrap(new byte[] {127, -1, -128}), values);
    assertThat(values).containsExactly(1, -LEVEL, Float.NaN);
  }
}
