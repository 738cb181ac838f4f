package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** One layer of 64 channels of 100 × 100 values: a frame of one probe is 2.56 MB of float32. */
class FrameMemoryTest {

  private static final List<Layer> LARGE =
      List.of(
          new Layer(
              "conv", "Conv2d", List.of(64, 100, 100), OptionalDouble.empty(), Precision.FLOAT16));

  private static FrameMemory memory(long megabytes) {
    return new FrameMemory(1, 0, () -> megabytes << 20);
  }

  @Test
  void takesFewerBuffersIfMemoryIsScarce() {
    assertThat(memory(1000).buffers(LARGE)).isEqualTo(4);
    assertThat(memory(25).buffers(LARGE)).isEqualTo(3);
    assertThat(memory(20).buffers(LARGE)).isEqualTo(2);
    assertThat(memory(15).buffers(LARGE)).isZero();
  }

  @Test
  void recordsPartsOfLayersIfBuffersDoNotFit() {
    assertThat(memory(20).fit(LARGE)).isEqualTo(LARGE);
    Layer part = memory(15).fit(LARGE).get(0);
    assertThat(part.reduction().orElseThrow().channels()).hasSizeBetween(16, 63);
    assertThat(memory(15).buffers(List.of(part))).isPositive();
  }

  @Test
  void saysHowMuchMemoryIsMissing() {
    assertThatThrownBy(() -> memory(1).fit(LARGE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageMatching(
            "recording needs \\d+ MiB of heap and only 0 MiB is available, too little even for a part"
                + " of each layer: choose fewer layers or raise -Xmx");
  }
}
