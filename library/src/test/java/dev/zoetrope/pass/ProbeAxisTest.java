package dev.zoetrope.pass;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class ProbeAxisTest {

  private static Shape shape(long... lengths) {
    return new Shape(lengths);
  }

  @Test
  void isTheAxisThatGrowsByOne() {
    assertThat(ProbeAxis.of(shape(2, 2, 6), shape(2, 3, 6), 2))
        .isEqualTo(new ProbeAxis(1, null, false));
    assertThat(ProbeAxis.of(shape(2), shape(3), 2)).isEqualTo(new ProbeAxis(0, null, false));
  }

  @Test
  void doesNotExistUnlessExactlyOneAxisGrowsByOne() {
    assertThat(ProbeAxis.of(shape(2, 4), shape(2, 4), 2).obstacle())
        .isEqualTo("it has no probe axis: its shape is (2, 4) for any number of probes");
    assertThat(ProbeAxis.of(shape(2, 2), shape(3, 3), 2).obstacle())
        .isEqualTo(
            "none of its axes is the probe axis: its shape is (2, 2) for 2 probes and (3, 3)"
                + " for 3");
    assertThat(ProbeAxis.of(shape(6, 8), shape(9, 8), 2).obstacle()).contains("(9, 8) for 3");
    assertThat(ProbeAxis.of(shape(2, 4), shape(3, 4, 1), 2).obstacle()).contains("(3, 4, 1)");
    assertThat(ProbeAxis.of(shape(), shape(), 2).obstacle()).contains("for any number");
  }

  @Test
  void mayBeDroppedIfThereIsOneProbe() {
    assertThat(ProbeAxis.of(shape(5), shape(2, 5), 1)).isEqualTo(new ProbeAxis(-1, null, false));
  }

  @Test
  void isGuessedIfTheNetworkAcceptsOnlyOneNumberOfProbes() {
    assertThat(ProbeAxis.of(shape(7, 4), null, 4)).isEqualTo(new ProbeAxis(1, null, false));
    assertThat(ProbeAxis.of(shape(4, 4), null, 4)).isEqualTo(new ProbeAxis(0, null, true));
    assertThat(ProbeAxis.of(shape(5, 6), null, 4).obstacle())
        .isEqualTo("it has no axis of length 4, the number of probes: its shape is (5, 6)");
  }
}
