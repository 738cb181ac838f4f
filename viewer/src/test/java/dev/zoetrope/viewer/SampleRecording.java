package dev.zoetrope.viewer;

import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/** Recordings whose values change slightly from frame to frame. Equal lengths give equal values. */
public final class SampleRecording {

  static final List<Layer> LAYERS =
      List.of(
          new Layer("conv1", "Conv2d", List.of(4, 28, 28), OptionalDouble.of(1), Precision.AUTO),
          new Layer("relu2", "Conv2d", List.of(8, 14, 14), OptionalDouble.empty(), Precision.AUTO),
          new Layer("dense3", "Linear", List.of(10), OptionalDouble.empty(), Precision.AUTO));

  static final int PROBES = 10;

  private final Random random = new Random(3);
  private final List<float[]> values = new ArrayList<>();
  private final RecordingWriter writer;
  private int frames;

  private SampleRecording(RecordingWriter writer) {
    this.writer = writer;
    for (Layer layer : LAYERS) {
      values.add(new float[PROBES * layer.valuesPerProbe()]);
    }
  }

  public static SampleRecording begin(Path directory, int planned) throws IOException {
    return begin(directory, planned, "sample");
  }

  public static SampleRecording begin(Path directory, int planned, String name) throws IOException {
    float[] input = new float[PROBES * 28 * 28];
    long[] labels = new long[PROBES];
    for (int i = 0; i < input.length; i++) {
      input[i] = i * 7919 % 256 / 255f;
      labels[i / 784] = i / 784;
    }
    RunInfo run = new RunInfo(name, Instant.EPOCH, planned, Map.of());
    Probes probes = new Probes(List.of(1, 28, 28), input, labels);
    return new SampleRecording(RecordingWriter.create(directory, run, probes, LAYERS));
  }

  /** Writes a complete recording. */
  public static Path write(Path directory, int frames) throws IOException {
    SampleRecording sample = begin(directory, frames);
    for (int frame = 0; frame < frames; frame++) {
      sample.append();
    }
    sample.close();
    return directory;
  }

  /** Appends a frame; every 20th has a large change. */
  public void append() throws IOException {
    int changes = frames % 20 == 10 ? 4000 : 100;
    for (int change = 0; change < changes; change++) {
      for (int layer = 0; layer < LAYERS.size(); layer++) {
        float[] of = values.get(layer);
        float value = random.nextFloat();
        of[random.nextInt(of.length)] = layer == 1 ? 5 * value : 2 * value - 1;
      }
    }
    float loss = frames == 0 ? Float.NaN : 2f / frames;
    List<float[]> copies = values.stream().map(float[]::clone).toList();
    writer.append(new Frame(frames, (frames + 19) / 20, loss, 1 - 1f / (frames + 1), copies));
    frames++;
  }

  /** Lets readers see the appended frames. */
  public void commit() throws IOException {
    writer.commit();
  }

  /** Ends the recording like a run that reached its planned end. */
  public void close() throws IOException {
    writer.end("ended", true);
    writer.close();
  }
}
