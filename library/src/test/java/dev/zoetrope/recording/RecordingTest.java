package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

  private static final int FRAMES = 150;

  @TempDir private Path folder;

  @Test
  void readsBackWhatWasWritten() throws IOException {
    try (Recording recording = Recording.open(Samples.write(folder.resolve("a.zarr"), FRAMES))) {
      RecordingInfo info = recording.info();
      assertThat(info.frames()).isEqualTo(FRAMES);
      assertThat(info.complete()).isTrue();
      assertThat(info.layers()).isEqualTo(Samples.LAYERS);
      assertThat(info.run()).isEqualTo(Samples.run(FRAMES));
      assertThat(recording.steps()).hasSize(FRAMES).startsWith(0, 1).endsWith(149);
      assertThat(recording.epochs()).startsWith(0, 1).endsWith(15);
      assertThat(recording.losses()).startsWith(Float.NaN, 2f, 1f);
      assertThat(recording.accuracies()[100]).isEqualTo(0.1f);
      assertThat(recording.probes().labels()).containsExactly(4, -1, 9);
      assertThat(recording.probes().input()).isEqualTo(Samples.probes().input());
      for (int frame : new int[] {149, 0, 64, 63, 100}) {
        assertActivations(recording, frame);
      }
    }
  }

  private static void assertActivations(Recording recording, int frame) throws IOException {
    assertThat(recording.activation("exact", frame))
        .isEqualTo(Samples.values(Samples.EXACT, frame));
    float[] half = Samples.values(Samples.DENSE, frame);
    assertThat(recording.activation("dense", frame)).hasSize(half.length);
    for (int i = 0; i < half.length; i++) {
      assertThat(recording.activation("dense", frame)[i]).isCloseTo(half[i], within(0x1p-11f));
    }
    float[] bounded = Samples.values(Samples.CONV, frame);
    float[] decoded = recording.activation("features/conv", frame);
    for (int i = 0; i < bounded.length; i++) {
      assertThat(decoded[i]).isCloseTo(bounded[i], within(1 / 127f));
    }
  }

  @Test
  void firstFrameIsRoundedToTheNearestLevel() throws IOException {
    try (Recording recording = Recording.open(Samples.write(folder.resolve("a.zarr"), 1))) {
      float[] exact = Samples.values(Samples.CONV, 0);
      float[] decoded = recording.activation("features/conv", 0);
      for (int i = 0; i < exact.length; i++) {
        assertThat(decoded[i]).isCloseTo(exact[i], within(0.5001f / 127));
      }
    }
  }

  @Test
  void aCommitInPartsNeverShowsAnIncompleteFrame() throws Exception {
    Path path = folder.resolve("a.zarr");
    int seen = 0;
    try (RecordingWriter writer = Samples.writer(path, 0)) {
      for (int frame = 0; seen < 300; frame++) {
        writer.append(Samples.frame(frame));
        writer.advanceCommit();
        try (Recording recording = Recording.open(path)) {
          int frames = recording.info().frames();
          assertThat(frames).isBetween(seen, frame + 1);
          if (frames > seen) {
            assertActivations(recording, frames - 1);
            assertThat(recording.steps()).hasSize(frames).endsWith(frames - 1);
            seen = frames;
          }
        }
      }
      writer.commitIfDue(); // finishes what has begun
      writer.append(Samples.frame(writer.frames()));
      writer.commit();
      try (Recording recording = Recording.open(path)) {
        assertThat(recording.info().frames()).isEqualTo(writer.frames());
      }
    }
  }

  @Test
  void committedFramesAreReadWhileMoreAreWritten() throws IOException {
    Path path = folder.resolve("a.zarr");
    try (RecordingWriter writer = Samples.writer(path, 0)) {
      writer.append(Samples.frame(0));
      writer.commit();
      try (Recording recording = Recording.open(path)) {
        assertThat(recording.info().frames()).isEqualTo(1);
        assertThat(recording.info().complete()).isFalse();
        for (int frame = 1; frame < 2100; frame++) {
          writer.append(Samples.frame(frame));
        }
        assertThat(recording.refresh()).as("nothing was committed").isFalse();
        writer.commit();
        assertThat(recording.refresh()).isTrue();
        assertThat(recording.info().frames()).isEqualTo(2100);
        assertActivations(recording, 2099);
        assertActivations(recording, 0);
      }
    }
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().complete()).isFalse();
      assertThat(recording.steps()).hasSize(2100);
    }
  }

  @Test
  void aChunkThatGrewIsNotServedFromTheCache() throws IOException {
    Path path = folder.resolve("a.zarr");
    try (RecordingWriter writer = Samples.writer(path, 10)) {
      writer.append(Samples.frame(0));
      writer.commit();
      try (Recording recording = Recording.open(path)) {
        assertActivations(recording, 0);
        writer.append(Samples.frame(1));
        writer.commit();
        recording.refresh();
        assertActivations(recording, 1);
      }
    }
  }

  @Test
  void valuesThatAreNotFiniteSurviveAndAreCounted() throws IOException {
    Layer int8 = new Layer("i", "T", List.of(1, 1, 3), OptionalDouble.of(1), Precision.INT8);
    Layer half = new Layer("h", "T", List.of(3), OptionalDouble.empty(), Precision.FLOAT16);
    Path path = folder.resolve("a.zarr");
    float[] values = {Float.NaN, Float.POSITIVE_INFINITY, 0.5f};
    Probes probe = new Probes(List.of(1), new float[1], new long[1]);
    try (RecordingWriter writer =
        RecordingWriter.create(path, Samples.run(0), probe, List.of(int8, half))) {
      writer.append(new Frame(0, 0, Float.NaN, Float.NaN, List.of(values, values)));
    }
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.activation("i", 0)).containsExactly(Float.NaN, 1, 64 * (1f / 127));
      assertThat(recording.activation("h", 0))
          .containsExactly(Float.NaN, Float.POSITIVE_INFINITY, 0.5f);
      assertThat(recording.statistics("i", 0))
          .containsExactly(new Statistics(0.5f, 0.5f, Float.NaN, Float.NaN));
      assertThat(recording.statistics("i", 0).get(0).finite()).isFalse();
    }
    assertThat(Files.readString(path.resolve("zarr.json"))).contains("\"non_finite_values\": 2");
  }

  @Test
  void aLayerMayHaveVeryManyUnits() throws IOException {
    int units = 300_000;
    Layer wide = new Layer("w", "T", List.of(units), OptionalDouble.empty(), Precision.FLOAT32);
    Probes probe = new Probes(List.of(1), new float[1], new long[1]);
    float[] values = new float[units];
    values[units - 1] = 7;
    Path path = folder.resolve("a.zarr");
    try (RecordingWriter writer =
        RecordingWriter.create(path, Samples.run(0), probe, List.of(wide))) {
      writer.append(new Frame(0, 0, 0, 0, List.of(values)));
      writer.append(new Frame(1, 0, 0, 0, List.of(values)));
    }
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.activation("w", 1)).isEqualTo(values);
      assertThat(recording.statistics("w", 1).get(units - 1).mean()).isEqualTo(7);
    }
    Layer tooWide = new Layer("w", "T", List.of(1 << 23), OptionalDouble.of(1), Precision.INT8);
    assertThatThrownBy(
            () ->
                RecordingWriter.create(
                    folder.resolve("b.zarr"), Samples.run(0), probe, List.of(tooWide)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(folder.resolve("b.zarr")).doesNotExist();
  }

  @Test
  void layerNamesBecomeSafePathSegments() throws IOException {
    List<Layer> layers =
        Stream.of("a/b", "a.b", "../../x", "zarr.json", "naïve layer", "__reserved")
            .map(
                name -> new Layer(name, "T", List.of(1), OptionalDouble.empty(), Precision.FLOAT32))
            .toList();
    Path path = folder.resolve("deep/in/a.zarr");
    Probes probe = new Probes(List.of(1), new float[1], new long[1]);
    List<float[]> values =
        layers.stream().map(layer -> new float[] {layer.name().length()}).toList();
    try (RecordingWriter writer = RecordingWriter.create(path, Samples.run(0), probe, layers)) {
      writer.append(new Frame(0, 0, 0, 0, values));
    }
    try (Recording recording = Recording.open(path)) {
      for (Layer layer : layers) {
        assertThat(recording.activation(layer.name(), 0)).containsExactly(layer.name().length());
      }
    }
    try (Stream<Path> entries = Files.list(path.resolve("layers"))) {
      assertThat(entries.map(entry -> entry.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "zarr.json", "a.b", "a.b-2", "_x", "zarr.json-2", "na_ve_layer", "_reserved");
    }
  }

  @Test
  void refusesMissingFramesAndLayers() throws IOException {
    try (Recording recording = Recording.open(Samples.write(folder.resolve("a.zarr"), 5))) {
      assertThatThrownBy(() -> recording.activation("dense", 5))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("frames 0 to 4");
      assertThatThrownBy(() -> recording.activation("conv9", 0))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("features/conv, dense, exact");
    }
  }

  @Test
  void refusesToOverwriteOrToGoBackInTime() throws IOException {
    Path path = Samples.write(folder.resolve("a.zarr"), 1);
    assertThatThrownBy(() -> Samples.writer(path, 1))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> Recording.open(folder.resolve("none.zarr")))
        .isInstanceOf(NoSuchFileException.class);
    try (RecordingWriter writer = Samples.writer(folder.resolve("b.zarr"), 1)) {
      writer.append(Samples.frame(3));
      assertThatThrownBy(() -> writer.append(Samples.frame(3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("does not come after");
    }
  }

  @Test
  void leavesNoTemporaryFiles() throws IOException {
    Path path = Samples.write(folder.resolve("a.zarr"), FRAMES);
    try (Stream<Path> files = Files.walk(path)) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }
}
