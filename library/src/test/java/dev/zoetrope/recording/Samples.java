package dev.zoetrope.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** Small recordings with values computed from layer, frame and position. */
public final class Samples {

  public static final int PROBES = 3;
  public static final Layer CONV =
      new Layer("features/conv", "Conv2d", List.of(2, 4, 5), OptionalDouble.of(1), Precision.INT8);
  public static final Layer DENSE =
      new Layer("dense", "Linear", List.of(7), OptionalDouble.empty(), Precision.FLOAT16);
  public static final Layer EXACT =
      new Layer("exact", "Linear", List.of(6), OptionalDouble.empty(), Precision.FLOAT32);
  public static final List<Layer> LAYERS = List.of(CONV, DENSE, EXACT);

  public static final WeightsInfo WEIGHTS =
      new WeightsInfo(
          WeightPrecision.COMPACT,
          List.of(
              new ParameterInfo("dense/weight", "weight", List.of(7, 20)),
              new ParameterInfo("dense/bias", "bias", List.of(7))));

  private Samples() {}

  /** Weights that move a little from frame to frame. */
  public static float[] weights(int frame) {
    float[] weights = new float[WEIGHTS.values()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.sin(i + frame * 0.01);
    }
    return weights;
  }

  public static RunInfo run(int plannedFrames) {
    return new RunInfo(
        "a sample", Instant.parse("2026-01-02T03:04:05Z"), plannedFrames, Map.of("seed", 7L));
  }

  public static Probes probes() {
    float[] input = new float[PROBES * 4];
    for (int i = 0; i < input.length; i++) {
      input[i] = i / 12f;
    }
    return new Probes(List.of(1, 2, 2), input, new long[] {4, -1, 9});
  }

  /** Values between −1 and 1 that move a little from frame to frame. */
  public static float[] values(Layer layer, int frame) {
    SplittableRandom random = new SplittableRandom(layer.name().length());
    float[] values = new float[PROBES * layer.valuesPerProbe()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Math.sin(random.nextDouble(6) + frame * 0.01);
    }
    return values;
  }

  public static Frame frame(int frame) {
    List<float[]> activations = new ArrayList<>();
    LAYERS.forEach(layer -> activations.add(values(layer, frame)));
    float loss = frame == 0 ? Float.NaN : 2f / frame;
    return new Frame(
        frame,
        frame == 0 ? 0 : 1 + frame / 10,
        loss,
        frame / 1000f,
        activations,
        Optional.of(weights(frame)),
        Map.of());
  }

  public static RecordingWriter writer(Path directory, int plannedFrames) throws IOException {
    return RecordingWriter.create(
        directory, run(plannedFrames), probes(), LAYERS, WriterOptions.DEFAULT.weights(WEIGHTS));
  }

  /** Appends the frames {@code from} (inclusive) to {@code to} (exclusive). */
  public static void append(RecordingWriter writer, int from, int to) throws IOException {
    for (int frame = from; frame < to; frame++) {
      writer.append(frame(frame));
    }
  }

  /** Writes a complete recording of that many frames. */
  public static Path write(Path directory, int frames) throws IOException {
    try (RecordingWriter writer = writer(directory, frames)) {
      for (int frame = 0; frame < frames; frame++) {
        writer.append(frame(frame));
      }
      writer.end("ended", true);
    }
    return directory;
  }
}
