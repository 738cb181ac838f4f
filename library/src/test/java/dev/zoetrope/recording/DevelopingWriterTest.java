package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Deferred recordings: weights first, activations later, perhaps in several attempts. */
class DevelopingWriterTest {

  @TempDir private Path folder;

  private RecordingWriter expose(Path path, int frames) throws IOException {
    RecordingWriter writer =
        RecordingWriter.create(
            path,
            Samples.run(frames),
            Samples.probes(),
            Samples.LAYERS,
            WriterOptions.DEFAULT.weights(Samples.WEIGHTS).deferring());
    for (int frame = 0; frame < frames; frame++) {
      Frame whole = Samples.frame(frame);
      writer.append(
          new Frame(
              whole.step(),
              whole.epoch(),
              whole.loss(),
              whole.accuracy(),
              List.of(),
              whole.weights(),
              Map.of("lr", new float[] {frame})));
    }
    return writer;
  }

  private Path exposed(String name, int frames) throws IOException {
    Path path = folder.resolve(name);
    try (RecordingWriter writer = expose(path, frames)) {
      writer.end("ended", true);
    }
    return path;
  }

  private static void develop(Path path, int upTo) throws IOException {
    try (DevelopingWriter writer = DevelopingWriter.open(path)) {
      while (writer.frames() < Math.min(upTo, writer.exposed())) {
        writer.append(Samples.frame(writer.frames()).activations());
      }
    }
  }

  @Test
  void areReadableBeforeTheyAreDeveloped() throws IOException {
    Path path = exposed("a.zarr", 100);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().frames()).isZero();
      assertThat(recording.info().exposed()).isEqualTo(100);
      assertThat(recording.steps()).isEmpty();
      assertThat(recording.exposedSteps()).hasSize(100);
      assertThat(recording.exposedSteps().get(7)).isEqualTo(new TrainingStep(7, 1, 2 / 7f, 0.007f));
      assertThat(recording.framesWithWeights()).hasSize(100);
      assertThat(recording.weights(99)).hasSize(Samples.WEIGHTS.values());
      assertThatThrownBy(() -> recording.activation("dense", 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
    ZarrTree.assertValid(path);
    Path zip = folder.resolve("a.zarr.zip");
    RecordingPacker.pack(path, zip, false, Progress.NONE);
    assertThat(RecordingVerifier.verify(zip, Progress.NONE).damage()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 100, 200})
  void developedOnesEqualThoseOfOneAttempt(int frames) throws IOException {
    Path whole = exposed("whole.zarr", frames);
    develop(whole, frames);
    Path path = exposed("a.zarr", frames);
    for (int attempt = 1; attempt <= 7; attempt++) {
      develop(path, frames * attempt / 9);
      if (frames * attempt / 9 > 0) {
        try (Recording recording = Recording.open(path)) {
          assertThat(recording.info().frames()).isEqualTo(frames * attempt / 9);
          assertThat(recording.info().exposed()).isEqualTo(frames);
          assertThat(recording.refresh()).isFalse();
        }
        assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
        ZarrTree.assertValid(path);
      }
    }
    develop(path, frames);
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
    assertThat(files(path)).isEqualTo(files(whole));
    try (Recording recording = Recording.open(path)) {
      for (int frame = 0; frame < frames; frame++) {
        KilledWriterTest.assertRecorded(recording, frame);
      }
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.seen().root().isClosed()).isTrue();
    }
  }

  /** Returns every file but the root, whose id differs, with a hash of its contents. */
  private static List<String> files(Path root) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        if (!root.relativize(file).equals(Path.of("zarr.json"))) {
          files.add(root.relativize(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
        }
      }
    }
    return files;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 150})
  void whatAKilledWriterLeftIsDeveloped(int frames) throws IOException {
    Path path = folder.resolve("killed.zarr");
    RecordingWriter killed = expose(path, frames);
    killed.commit();
    develop(path, frames);
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
    assertThat(path.resolve("weights/recent")).doesNotExist();
    Path whole = exposed("whole.zarr", frames);
    develop(whole, frames);
    assertThat(files(path)).isEqualTo(files(whole));
  }

  @Test
  void nanIsCountedAcrossAttempts() throws IOException {
    Path path = exposed("a.zarr", 10);
    for (int attempt = 1; attempt <= 2; attempt++) {
      try (DevelopingWriter writer = DevelopingWriter.open(path)) {
        while (writer.frames() < 5 * attempt) {
          List<float[]> activations = Samples.frame(writer.frames()).activations();
          activations.get(1)[0] = Float.NaN;
          writer.append(activations);
        }
      }
    }
    assertThat(Files.readString(path.resolve("zarr.json"))).contains("\"non_finite_values\": 10");
  }

  @Test
  void thereMustBeSomethingToDevelop() throws IOException {
    Path path = Samples.write(folder.resolve("a.zarr"), 3);
    assertThatThrownBy(() -> DevelopingWriter.open(path))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(path + " has nothing to develop: all of its frames have activations");
    Path deferred = exposed("b.zarr", 2);
    try (DevelopingWriter writer = DevelopingWriter.open(deferred)) {
      assertThatThrownBy(() -> writer.append(List.of(new float[1])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("1 arrays of activations, expected 3");
      assertThatThrownBy(() -> writer.append(List.of(new float[1], new float[1], new float[1])))
          .isInstanceOf(IllegalArgumentException.class);
      writer.append(Samples.frame(0).activations());
      writer.append(Samples.frame(1).activations());
      assertThatThrownBy(() -> writer.append(Samples.frame(1).activations()))
          .isInstanceOf(IllegalStateException.class);
    }
    assertThatThrownBy(() -> new WriterOptions(false, Optional.empty(), true))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
