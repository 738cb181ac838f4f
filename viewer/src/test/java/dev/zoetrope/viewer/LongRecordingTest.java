package dev.zoetrope.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * A very long recording opens and seeks like a short one, with a heap of 256 MB. Takes minutes and
 * gigabytes, so it runs only on request; the command is in docs/MEASURING.md.
 */
@EnabledIfSystemProperty(named = "zoetrope.long", matches = "\\d+")
class LongRecordingTest {

  private static final List<Layer> LAYERS =
      List.of(
          new Layer("conv1", "Conv2d", List.of(4, 28, 28), OptionalDouble.of(1), Precision.INT8),
          new Layer("conv5", "Conv2d", List.of(16, 7, 7), OptionalDouble.of(1), Precision.INT8));

  @TempDir private Path folder;

  @Test
  void lengthDoesNotMatter() throws Exception {
    int frames = Integer.getInteger("zoetrope.long");
    write(folder.resolve("short.zarr"), 291);
    write(folder.resolve("long.zarr"), frames);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                SeekTimes.class.getName(),
                folder.resolve("short.zarr").toString(),
                folder.resolve("long.zarr").toString())
            .inheritIO()
            .start();
    assertThat(process.waitFor()).isZero();
  }

  private static void write(Path directory, int frames) throws IOException {
    SplittableRandom random = new SplittableRandom(1);
    Probes probes = new Probes(List.of(1, 28, 28), new float[7840], new long[10]);
    RunInfo run = new RunInfo("long", Instant.EPOCH, frames, Map.of());
    List<float[]> values = List.of(new float[31360], new float[7840]);
    try (RecordingWriter writer = RecordingWriter.create(directory, run, probes, LAYERS)) {
      for (int frame = 0; frame < frames; frame++) {
        for (float[] layer : values) {
          // All values change, so that compression does not make the recording small.
          for (int i = 0; i < layer.length; i++) {
            layer[i] = (random.nextInt() >> 8) * 0x1p-23f;
          }
        }
        writer.append(new Frame(frame, 1 + frame / 1000, 1, 0.5f, values));
        writer.advanceCommit();
      }
      writer.end("ended", true);
    }
  }
}
