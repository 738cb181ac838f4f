package dev.zoetrope.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Recording;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShadingTest {

  @TempDir Path directory;

  @Test
  void eachKindOfLayerGetsASuitableShading() throws Exception {
    try (Recording recording = SyntheticRecording.open(directory.resolve("a.zarr"), 12)) {
      assertThat(Shading.suiting(recording, "conv")).isEqualTo(Shading.DEFAULT);
      Shading relu = Shading.suiting(recording, "relu");
      assertThat(relu.colormap()).isEqualTo(Colormap.WHITE_INK);
      assertThat(relu.range().orElseThrow())
          .isEqualTo(new ValueRange(0, largest(recording, "relu")));
      Shading dense = Shading.suiting(recording, "dense");
      assertThat(dense.colormap()).isEqualTo(Colormap.RED_WHITE_BLUE);
      assertThat(dense.range().orElseThrow())
          .isEqualTo(ValueRange.symmetric(largest(recording, "dense")));
    }
  }

  @Test
  void aRangePerFrameFollowsTheValues() {
    Shading shading = Shading.perFrame(Colormap.RED_WHITE_BLUE);
    assertThat(shading.rangeOf(new float[] {0.5f, -4})).isEqualTo(ValueRange.symmetric(4));
    assertThat(shading.rangeOf(new float[] {0.5f})).isEqualTo(ValueRange.symmetric(0.5f));
  }

  private static float largest(Recording recording, String layer) throws Exception {
    float largest = 0;
    for (int frame = 0; frame < recording.info().frames(); frame++) {
      for (float value : recording.activation(layer, frame)) {
        largest = Math.max(largest, Math.abs(value));
      }
    }
    return largest;
  }
}
