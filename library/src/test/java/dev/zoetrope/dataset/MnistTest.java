package dev.zoetrope.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class MnistTest {

  @Test
  void loadsTheBundledData() throws IOException {
    ImageDataset mnist = Mnist.load();
    assertThat(mnist.train().size()).isEqualTo(60_000);
    assertThat(mnist.test().size()).isEqualTo(10_000);
    assertThat(mnist.classes()).isEqualTo(10);
    // The first labels of the test set, as its authors' page shows them.
    assertThat(mnist.test().label(0)).isEqualTo(7);
    assertThat(mnist.test().label(1)).isEqualTo(2);
    assertThat(mnist.test().label(2)).isEqualTo(1);
    assertThat(mnist.test().firstOfEachClass()).containsExactly(3, 2, 1, 18, 4, 8, 11, 0, 61, 7);
  }
}
