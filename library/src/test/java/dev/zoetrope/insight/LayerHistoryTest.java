package dev.zoetrope.insight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LayerHistoryTest {

  private static final Layer LAYER =
      new Layer("dense", "Linear", List.of(2), OptionalDouble.empty(), Precision.FLOAT32);

  @TempDir private Path folder;

  /** One probe, two units, of which only the first changes. */
  private LayerHistory history(float... values) throws IOException {
    Probes probes = new Probes(List.of(1), new float[1], new long[1]);
    RunInfo run = new RunInfo("test", Instant.EPOCH, values.length, Map.of());
    try (RecordingWriter writer =
        RecordingWriter.create(folder.resolve("run.zarr"), run, probes, List.of(LAYER))) {
      for (int frame = 0; frame < values.length; frame++) {
        writer.append(new Frame(frame, 1, 1, 1, List.of(new float[] {values[frame], 7})));
      }
    }
    try (Recording recording = Recording.open(folder.resolve("run.zarr"))) {
      return LayerHistory.of(recording, "dense", Progress.NONE);
    }
  }

  @Test
  void changeIsTheRootMeanSquareOverChannels() throws IOException {
    LayerHistory history = history(1, 3, 3);
    assertThat(history.change(0)).isZero();
    assertThat(history.change(1)).isEqualTo((float) Math.sqrt(4 / 2.0));
    assertThat(history.change(2)).isZero();
  }

  @Test
  void greatestChangesStandOutAndRise() throws IOException {
    float[] values = new float[100];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.01f * i + (i >= 30 ? 5 : 0) + (i >= 70 ? 9 : 0);
    }
    LayerHistory history = history(values);
    assertThat(history.greatest(10)).containsExactly(30, 70);
    assertThat(history.greatest(1)).containsExactly(70);
  }

  @Test
  void framesWithNanOrInfinityAreFlagged() throws IOException {
    LayerHistory history = history(1, Float.NaN, 2, Float.POSITIVE_INFINITY);
    assertThat(history.notFinite()).containsExactly(1, 3);
    assertThat(history.notFinite(2)).isFalse();
    assertThat(history.change(1)).isZero();
  }

  @Test
  void stopsWhenAsked() throws IOException {
    history(1, 2, 3);
    try (Recording recording = Recording.open(folder.resolve("run.zarr"))) {
      assertThatThrownBy(() -> LayerHistory.of(recording, "dense", (done, total) -> done < 1))
          .isInstanceOf(CancellationException.class);
    }
  }
}
