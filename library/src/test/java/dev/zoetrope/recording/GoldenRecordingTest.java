package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Recordings that were written once and are never written again, a directory and a zip of each
 * format version. They must stay readable forever; {@link #main} shows how they were made.
 */
class GoldenRecordingTest {

  private static final float NAN = Float.NaN;
  private static final float[][] TANH = {
    {-1, -64 / 127f, 0, 1 / 127f, 64 / 127f, 1, NAN, 2 / 127f},
    {1, -65 / 127f, 1 / 127f, 3 / 127f, 64 / 127f, -1, 0, 7 / 127f},
    {NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN}
  };
  private static final float[][] HALF = {
    {0.5f, -1.25f, 65504, 0}, {0x1p-24f, -0x1p-14f, 1, 2}, {Float.POSITIVE_INFINITY, NAN, -2, 3}
  };
  private static final float[][] EXACT = {
    {0.1f, -0.2f}, {Float.MAX_VALUE, Float.MIN_VALUE}, {Float.NEGATIVE_INFINITY, NAN}
  };
  private static final List<Layer> LAYERS =
      List.of(
          new Layer(
              "features/tanh", "Tanh", List.of(1, 2, 2), OptionalDouble.of(1), Precision.INT8),
          new Layer("half", "Linear", List.of(2), OptionalDouble.empty(), Precision.FLOAT16),
          new Layer("exact", "Linear", List.of(1), OptionalDouble.empty(), Precision.FLOAT32));

  private static final WeightsInfo WEIGHTS =
      new WeightsInfo(
          WeightPrecision.COMPACT,
          List.of(
              new ParameterInfo("exact/weight", "weight", List.of(1, 2)),
              new ParameterInfo("exact/bias", "bias", List.of(1))));

  /** The level of the first is the root mean square of the first frame, 5, ÷ 3072. */
  private static final float[][] PARAMETERS = {
    {5, -5, 0.1f}, {5.0001f, 1000, -0.2f}, {NAN, -5.1f, Float.POSITIVE_INFINITY}
  };

  /** Writes {@code v1.zarr} and {@code v1.zarr.zip} into a folder. */
  public static void main(String[] arguments) throws IOException {
    Path path = Path.of(arguments[0], "v1.zarr");
    Probes probes =
        new Probes(List.of(1, 1, 2), new float[] {0, 0.25f, 0.5f, 1}, new long[] {7, 2});
    RunInfo run =
        new RunInfo("golden", Instant.parse("2026-11-24T00:00:00Z"), 0, Map.of("seed", 42L));
    try (RecordingWriter writer =
        RecordingWriter.create(path, run, probes, LAYERS, WriterOptions.DEFAULT.weights(WEIGHTS))) {
      for (int frame = 0; frame < 3; frame++) {
        float loss = frame == 0 ? NAN : 2.5f / frame;
        writer.append(
            new Frame(
                10L * frame,
                frame,
                loss,
                frame / 4f,
                List.of(TANH[frame], HALF[frame], EXACT[frame]),
                Optional.of(PARAMETERS[frame]),
                Map.of("lr", new float[] {frame / 8f})));
      }
      writer.end("ended", true);
    }
    RecordingPacker.pack(path, Path.of(arguments[0], "v1.zarr.zip"), true, Progress.NONE);
  }

  static Path golden(String name) throws URISyntaxException {
    return Path.of(GoldenRecordingTest.class.getResource("/golden/" + name).toURI());
  }

  @ParameterizedTest
  @ValueSource(strings = {"v1.zarr", "v1.zarr.zip"})
  void version1IsReadable(String name) throws Exception {
    Path path = golden(name);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().formatVersion()).isEqualTo(1);
      assertThat(recording.info().frames()).isEqualTo(3);
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.info().run().name()).isEqualTo("golden");
      assertThat(recording.info().run().started()).isEqualTo(Instant.parse("2026-11-24T00:00:00Z"));
      assertThat(recording.info().run().details()).containsEntry("seed", 42L);
      assertThat(recording.info().layers()).isEqualTo(LAYERS);
      assertThat(recording.probes().shape()).containsExactly(1, 1, 2);
      assertThat(recording.probes().input()).containsExactly(0, 0.25f, 0.5f, 1);
      assertThat(recording.probes().labels()).containsExactly(7, 2);
      assertThat(recording.steps()).containsExactly(0, 10, 20);
      assertThat(recording.epochs()).containsExactly(0, 1, 2);
      assertThat(recording.losses()).containsExactly(NAN, 2.5f, 1.25f);
      assertThat(recording.accuracies()).containsExactly(0, 0.25f, 0.5f);
      for (int frame = 0; frame < 3; frame++) {
        assertThat(recording.activation("features/tanh", frame)).containsExactly(TANH[frame]);
        assertThat(recording.activation("half", frame)).containsExactly(HALF[frame]);
        assertThat(recording.activation("exact", frame)).containsExactly(EXACT[frame]);
      }
      assertThat(recording.series("lr").values()).containsExactly(0, 0.125f, 0.25f);
      assertThat(recording.info().weights()).hasValue(WEIGHTS);
      assertThat(recording.framesWithWeights()).containsExactly(0, 1, 2);
      assertThat(recording.weights(0)).containsExactly(5, -5, 0.1f);
      // 5.0001 has moved by less than 0.9 of a level; 1000 is out of the levels' range.
      assertThat(recording.weights(1)).containsExactly(5, 1000, -0.2f);
      assertThat(recording.weights(2))
          .containsExactly(NAN, -3133 * (5 / 3072f), Float.POSITIVE_INFINITY);
      assertThat(recording.statistics("half", 0))
          .containsExactly(
              new Statistics(0.5f, 65504, 32752.25f, 32751.75f),
              new Statistics(-1.25f, 0, -0.625f, 0.625f));
    }
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
  }
}
