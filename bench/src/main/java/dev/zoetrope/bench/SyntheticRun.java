package dev.zoetrope.bench;

import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import dev.zoetrope.recording.WriterOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** Recordings of the article's shapes with values that drift a little from frame to frame. */
final class SyntheticRun {

  static final int PROBES = 10;
  static final List<Layer> LAYERS =
      List.of(
          layer("conv1", 4, 28),
          layer("conv2", 4, 28),
          layer("conv3", 8, 14),
          layer("conv4", 8, 14),
          layer("conv5", 16, 7),
          layer("conv6", 16, 7));

  private final List<float[]> values = new ArrayList<>();
  private final SplittableRandom random = new SplittableRandom(1);
  private int step;

  SyntheticRun() {
    for (Layer layer : LAYERS) {
      float[] start = new float[PROBES * layer.valuesPerProbe()];
      for (int i = 0; i < start.length; i++) {
        start[i] = (float) random.nextDouble(-1, 1);
      }
      values.add(start);
    }
  }

  private static Layer layer(String name, int channels, int side) {
    return new Layer(
        name, "Conv2d + Tanh", List.of(channels, side, side), OptionalDouble.of(1), Precision.INT8);
  }

  static RecordingWriter writer(Path directory, int frames, Precision precision, boolean durable)
      throws IOException {
    Probes probes = new Probes(List.of(1, 28, 28), new float[PROBES * 28 * 28], new long[PROBES]);
    RunInfo run = new RunInfo("synthetic", Instant.EPOCH, frames, Map.of());
    List<Layer> layers =
        LAYERS.stream()
            .map(l -> new Layer(l.name(), l.type(), l.shape(), l.bound(), precision))
            .toList();
    return RecordingWriter.create(
        directory, run, probes, layers, WriterOptions.DEFAULT.durable(durable));
  }

  /** Returns the next frame; its arrays are those of the one before, changed. */
  Frame next() {
    for (float[] layer : values) {
      // A tenth of the values moves, which is about what a run does after its first epoch.
      for (int i = random.nextInt(10); i < layer.length; i += 10) {
        layer[i] = Math.max(-1, Math.min(1, layer[i] + (float) random.nextDouble(-0.02, 0.02)));
      }
    }
    return new Frame(step++, 1, 1, 1, values);
  }

  static long bytesPerFrame() {
    return LAYERS.stream().mapToLong(layer -> 4L * PROBES * layer.valuesPerProbe()).sum();
  }
}
