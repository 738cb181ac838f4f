package dev.zoetrope.pass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Reduction;
import java.nio.FloatBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReducerTest {

  @Test
  void meansAtTheEdgesCoverOnlyExistingPositions() {
    // Two probes of two channels of 2×3; channel 1 is kept, squares of 2×2 become one.
    float[] full = {0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 9, 9, 9, 9, 9, 9, 10, 20, 30, 40, 50, 60};
    float[] out = new float[4];
    Reduction reduction = new Reduction(List.of(2, 2, 3), List.of(1), 2);
    assertThat(reduction.shape()).containsExactly(1, 1, 2);
    new Reducer(reduction).reduce(FloatBuffer.wrap(full), out);
    assertThat(out).containsExactly(3, 4.5f, 30, 45); // (1+2+4+5)/4, (3+6)/2
  }
}
