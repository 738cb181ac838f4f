package dev.zoetrope.render;

import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/** A small recording whose values change a little from frame to frame. */
public final class SyntheticRecording {

  /**
   * A convolution [2, 3, 3] bounded by 1, another [2, 3, 3] that is never negative, and a dense
   * layer [5].
   */
  public static final List<Layer> LAYERS =
      List.of(
          new Layer("conv", "Conv2d", List.of(2, 3, 3), OptionalDouble.of(1), Precision.AUTO),
          new Layer("relu", "Conv2d", List.of(2, 3, 3), OptionalDouble.empty(), Precision.FLOAT32),
          new Layer("dense", "Linear", List.of(5), OptionalDouble.empty(), Precision.FLOAT32));

  /** Number of probes, each an image [1, 6, 6]. */
  public static final int PROBES = 3;

  private SyntheticRecording() {}

  /** Returns probes with pixels from 0 to 1. */
  public static Probes probes() {
    float[] input = new float[PROBES * 36];
    for (int i = 0; i < input.length; i++) {
      input[i] = i % 36 / 35f;
    }
    return new Probes(List.of(1, 6, 6), input, new long[] {0, 1, 2});
  }

  /** Writes and opens a recording; the same for the same number of frames. */
  public static Recording open(Path directory, int frames) throws IOException {
    Random random = new Random(7);
    List<float[]> values = LAYERS.stream().map(SyntheticRecording::zeros).toList();
    RunInfo run = new RunInfo("synthetic", Instant.EPOCH, frames, Map.of());
    try (RecordingWriter writer = RecordingWriter.create(directory, run, probes(), LAYERS)) {
      for (int frame = 0; frame < frames; frame++) {
        for (int change = 0; change < 12; change++) {
          float[] conv = values.get(0);
          conv[random.nextInt(conv.length)] = random.nextFloat() * 2 - 1;
          float[] relu = values.get(1);
          relu[random.nextInt(relu.length)] = random.nextFloat() * 8;
          float[] dense = values.get(2);
          dense[random.nextInt(dense.length)] = (float) random.nextGaussian();
        }
        float loss = frame == 0 ? Float.NaN : 2f / frame;
        List<float[]> copies = values.stream().map(float[]::clone).toList();
        writer.append(new Frame(frame, (frame + 9) / 10, loss, 1 - 1f / (frame + 1), copies));
      }
    }
    return Recording.open(directory);
  }

  private static float[] zeros(Layer layer) {
    return new float[PROBES * layer.valuesPerProbe()];
  }
}
