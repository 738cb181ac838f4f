package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Series and reductions: what a recording can hold besides whole activations. */
class SeriesTest {

  private static final int FRAMES = 1100;
  private static final Layer LAYER =
      new Layer(
          "dense",
          "Linear",
          List.of(2),
          OptionalDouble.empty(),
          Precision.FLOAT32,
          Optional.of(new Reduction(List.of(4), List.of(0, 2), 1)));

  @TempDir private Path folder;

  private static Frame frame(int frame) {
    Map<String, float[]> series =
        frame < 1050
            ? Map.of("a/norm", new float[] {frame, 10 * frame})
            : Map.of("a/norm", new float[] {frame, 10 * frame}, "Late", new float[] {frame / 2f});
    return new Frame(
        frame, 1, 1, 1, List.of(new float[2 * Samples.PROBES]), Optional.empty(), series);
  }

  private Path write() throws IOException {
    Path path = folder.resolve("a.zarr");
    try (RecordingWriter writer =
        RecordingWriter.create(path, Samples.run(0), Samples.probes(), List.of(LAYER))) {
      writer.beginSeries("a/norm", List.of("x", "y"));
      for (int frame = 0; frame < FRAMES; frame++) {
        writer.append(frame(frame));
      }
      writer.end("ended", true);
    }
    return path;
  }

  @Test
  void areReadBack() throws IOException {
    Path path = write();
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().series()).containsExactly("a/norm", "Late");
      assertThat(recording.info().layers()).containsExactly(LAYER);
      Series norm = recording.series("a/norm");
      assertThat(norm.columns()).containsExactly("x", "y");
      assertThat(norm.values()).hasSize(2 * FRAMES).startsWith(0, 0, 1, 10).endsWith(1099, 10990);
      assertThat(norm.column("y")).hasSize(FRAMES).endsWith(10980, 10990);
      Series late = recording.series("Late");
      assertThat(late.columns()).isEmpty();
      assertThat(late.values()).hasSize(FRAMES).startsWith(Float.NaN).endsWith(549.5f);
      assertThat(late.values()[1049]).isNaN();
      assertThat(late.values()[1050]).isEqualTo(525);
    }
    assertThat(path.resolve("series/a.norm/zarr.json")).exists();
  }

  @Test
  void areReadWhileTheyAreWritten() throws IOException {
    Path path = folder.resolve("a.zarr");
    try (RecordingWriter writer =
        RecordingWriter.create(path, Samples.run(0), Samples.probes(), List.of(LAYER))) {
      writer.beginSeries("a/norm", List.of("x", "y"));
      writer.append(frame(0));
      writer.commit();
      try (Recording recording = Recording.open(path)) {
        assertThat(recording.series("a/norm").values()).containsExactly(0, 0);
        for (int frame = 1; frame < 1051; frame++) {
          writer.append(frame(frame));
        }
        writer.commit();
        recording.refresh();
        assertThat(recording.series("Late").values()).hasSize(1051).endsWith(Float.NaN, 525);
      }
    }
  }

  @Test
  void recordingsWithoutAnyAreReadAsBefore() throws IOException {
    Path path = folder.resolve("old.zarr");
    Layer dense =
        new Layer("dense", "Linear", List.of(2), OptionalDouble.empty(), Precision.FLOAT32);
    try (RecordingWriter writer =
        RecordingWriter.create(path, Samples.run(0), Samples.probes(), List.of(dense))) {
      writer.append(new Frame(0, 0, 0, 0, List.of(new float[2 * Samples.PROBES])));
    }
    assertThat(Files.readString(path.resolve("zarr.json")))
        .doesNotContain("series", "reduction", "weight");
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().series()).isEmpty();
      assertThatThrownBy(() -> recording.series("lr"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no series \"lr\" in this recording; it has none");
      assertThat(recording.framesWithWeights()).isEmpty();
      assertThatThrownBy(() -> recording.weights(0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("holds no weights");
    }
  }

  @Test
  void mismatchedValuesAreRefused() throws IOException {
    try (RecordingWriter writer =
        RecordingWriter.create(
            folder.resolve("b.zarr"), Samples.run(0), Samples.probes(), List.of(LAYER))) {
      writer.beginSeries("rows", List.of("x", "y"));
      List<float[]> activations = List.of(new float[2 * Samples.PROBES]);
      Optional<float[]> weights = Optional.of(new float[6]);
      assertThatThrownBy(() -> writer.beginSeries("rows", List.of("x")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> writer.beginSeries("other", List.of("x", "x")))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(
              () ->
                  writer.append(
                      new Frame(
                          0, 0, 0, 0, activations, Optional.empty(), Map.of("rows", new float[1]))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("series \"rows\": got 1 values, expected 2");
      assertThatThrownBy(() -> writer.append(new Frame(0, 0, 0, 0, activations, weights, Map.of())))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("weights");
      writer.append(new Frame(0, 0, 0, 0, activations));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "zarr.json | series/a.norm | series/../training",
        "zarr.json | series/a.norm | series/Late",
        "zarr.json | a/norm | Late",
        "zarr.json | series/Late | series/Never",
        "zarr.json | series/Late | layers/dense/activation",
        "zarr.json | \"pooling\": 1 | \"pooling\": 0",
        "zarr.json | \"full_shape\" | \"whole\"",
        "series/a.norm/zarr.json | \"x\" | \"y\"",
        "series/a.norm/zarr.json | \"x\", | ''",
        "series/a.norm/zarr.json | \"column\": [ | \"columns\": [",
        "series/a.norm/zarr.json | float32 | int64",
        "series/Late/c.1 | '' | ''",
      })
  void damageIsReported(String file, String from, String to) throws IOException {
    Path path = write();
    if (from.isEmpty()) {
      Files.delete(path.resolve(file));
    } else {
      String text = Files.readString(path.resolve(file));
      assertThat(text).contains(from);
      Files.writeString(path.resolve(file), text.replace(from, to));
    }
    assertThatThrownBy(
            () -> {
              try (Recording recording = Recording.open(path)) {
                for (String name : recording.info().series()) {
                  recording.series(name);
                }
              }
            })
        .isInstanceOf(RecordingFormatException.class);
  }

  @Test
  void reductionsKnowTheirResult() {
    Reduction reduction = new Reduction(List.of(8, 7, 5), List.of(1, 4), 3);
    assertThat(reduction.shape()).containsExactly(2, 3, 2);
    assertThat(reduction).hasToString("2 of 8 channels, means of 3×3");
    assertThatThrownBy(() -> new Reduction(List.of(2), List.of(1, 0), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Reduction(List.of(2), List.of(2), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
