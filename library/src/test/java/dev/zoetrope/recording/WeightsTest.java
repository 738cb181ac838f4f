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
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The weights of a recording: their precision, their chunks, and what happens to rare values. */
class WeightsTest {

  private static final List<ParameterInfo> PARAMETERS =
      List.of(
          new ParameterInfo("a/weight", "weight", List.of(3, 2)),
          new ParameterInfo("a/bias", "bias", List.of(3)),
          new ParameterInfo("b/weight", "weight", List.of(90, 100)),
          new ParameterInfo("b/running_var", "running_var", List.of(2)));
  private static final int VALUES = 6 + 3 + 9000 + 2;

  @TempDir private Path folder;

  private static float[] values(int frame) {
    SplittableRandom random = new SplittableRandom(1);
    float[] values = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      double slow = random.nextDouble(-1, 1);
      double fast = Math.sin(random.nextDouble(6) + frame * 0.2) * 0.01;
      values[i] = (float) ((slow + fast) * (i < 6 ? 1 : 0.05));
    }
    return values;
  }

  private static WeightsInfo info(WeightPrecision precision) {
    return new WeightsInfo(precision, PARAMETERS);
  }

  private RecordingWriter writer(String name, WeightsInfo info, int planned) throws IOException {
    return RecordingWriter.create(
        folder.resolve(name),
        Samples.run(planned),
        Samples.probes(),
        Samples.LAYERS,
        WriterOptions.DEFAULT.weights(info));
  }

  private static Frame frame(int frame, float[] weights) {
    Frame sample = Samples.frame(frame);
    return new Frame(
        sample.step(),
        sample.epoch(),
        sample.loss(),
        sample.accuracy(),
        sample.activations(),
        Optional.ofNullable(weights),
        Map.of());
  }

  private Path write(WeightPrecision precision, int frames) throws IOException {
    String name = precision + "-" + frames + ".zarr";
    try (RecordingWriter writer = writer(name, info(precision), frames)) {
      for (int frame = 0; frame < frames; frame++) {
        writer.append(frame(frame, values(frame)));
        writer.advanceCommit();
      }
      writer.end("ended", true);
    }
    return folder.resolve(name);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 64, 65, 200})
  void exactOnesAreReadAsTheyWere(int frames) throws IOException {
    Path path = write(WeightPrecision.EXACT, frames);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.framesWithWeights()).isEqualTo(IntStream.range(0, frames).toArray());
      for (int frame = frames - 1; frame >= 0; frame--) {
        assertThat(recording.weights(frame)).isEqualTo(values(frame));
        assertThat(recording.weightLevels(frame)).containsOnly(0);
      }
    }
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
    assertThat(path.resolve("weights/recent")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 64, 200})
  void compactOnesAreWithinNineTenthsOfALevel(int frames) throws IOException {
    Path path = write(WeightPrecision.COMPACT, frames);
    double[] worst = new double[PARAMETERS.size()];
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().weights()).hasValue(info(WeightPrecision.COMPACT));
      for (int frame = 0; frame < frames; frame++) {
        float[] exact = values(frame);
        float[] read = recording.weights(frame);
        float[] levels = recording.weightLevels(frame);
        int from = 0;
        for (int p = 0; p < PARAMETERS.size(); p++) {
          for (int i = from; i < from + PARAMETERS.get(p).values(); i++) {
            double error = Math.abs((double) read[i] - exact[i]);
            worst[p] = Math.max(worst[p], levels[p] == 0 ? error : error / levels[p]);
          }
          from += PARAMETERS.get(p).values();
        }
      }
      // A level is a share of the root mean square at the first checkpoint of a group.
      double squares = 0;
      for (int i = 0; i < 6; i++) {
        squares += (double) values(0)[i] * values(0)[i];
      }
      assertThat(recording.weightLevels(0)[0]).isEqualTo((float) (Math.sqrt(squares / 6) / 3072));
    }
    assertThat(worst[0]).isLessThan(0.91);
    assertThat(worst[1]).isZero();
    assertThat(worst[2]).isLessThan(0.91);
    assertThat(worst[3]).isZero();
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPACT", "EXACT"})
  void canBeReadWhileTheyAreWritten(WeightPrecision precision) throws IOException {
    try (RecordingWriter writer = writer("live.zarr", info(precision), 0)) {
      writer.append(frame(0, values(0)));
      writer.commit();
      try (Recording recording = Recording.open(folder.resolve("live.zarr"));
          Recording late = Recording.open(folder.resolve("live.zarr"))) {
        for (int frame = 1; frame < 150; frame++) {
          writer.append(frame(frame, values(frame)));
          writer.commit();
          recording.refresh();
          assertThat(recording.weights(frame)).hasSize(VALUES);
          assertThat(recording.weights(frame / 2)).hasSize(VALUES);
          if (precision == WeightPrecision.EXACT) {
            assertThat(recording.weights(frame)).isEqualTo(values(frame));
            assertThat(recording.weights(frame / 2)).isEqualTo(values(frame / 2));
          }
        }
        // What an old reader knew has been moved meanwhile; looking again finds it.
        late.refresh();
        assertThat(late.weights(0)).hasSize(VALUES);
      }
    }
  }

  @Test
  void someFramesMayHaveNone() throws IOException {
    try (RecordingWriter writer = writer("some.zarr", info(WeightPrecision.EXACT), 0)) {
      for (int frame = 0; frame < 100; frame++) {
        writer.append(frame(frame, frame % 7 == 0 ? values(frame) : null));
      }
    }
    try (Recording recording = Recording.open(folder.resolve("some.zarr"))) {
      int[] frames = recording.framesWithWeights();
      assertThat(frames).hasSize(15).startsWith(0, 7, 14).endsWith(98);
      for (int frame : frames) {
        assertThat(recording.weights(frame)).isEqualTo(values(frame));
      }
      assertThatThrownBy(() -> recording.weights(8))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("no weights were kept at frame 8");
    }
  }

  @Test
  void valuesBeyondTheLevelsAreKeptExactly() throws IOException {
    int frames = 140;
    try (RecordingWriter writer = writer("wild.zarr", info(WeightPrecision.COMPACT), 0)) {
      for (int frame = 0; frame < frames; frame++) {
        writer.append(frame(frame, wild(frame)));
      }
    }
    Path path = folder.resolve("wild.zarr");
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
    try (Recording recording = Recording.open(path)) {
      for (int frame = 0; frame < frames; frame++) {
        float[] expected = wild(frame);
        float[] read = recording.weights(frame);
        float[] levels = recording.weightLevels(frame);
        for (int i = 0; i < VALUES; i++) {
          if (Math.abs(expected[i]) < 1 || i >= 6 && i < 9) {
            float level = i < 6 ? levels[0] : i < 9 ? 0 : i < 9009 ? levels[2] : 0;
            assertThat(Math.abs(read[i] - expected[i])).isLessThanOrEqualTo(0.91f * level);
          } else if (Math.abs(expected[i]) > 40_000 * levels[i < 6 ? 0 : 2]) {
            assertThat(read[i]).isEqualTo(expected[i]);
          } else if (Float.isNaN(expected[i])) {
            assertThat(read[i]).isNaN();
          }
        }
      }
      assertThat(recording.weights(70)[0]).isEqualTo(1e30f);
      assertThat(recording.weights(71)[4]).isEqualTo(Float.NEGATIVE_INFINITY);
      assertThat(recording.weights(71)[5]).isNaN();
      assertThat(recording.weights(72)[8000]).isEqualTo(-1170);
    }
  }

  private static float[] wild(int frame) {
    float[] values = values(frame);
    if (frame == 70) {
      values[0] = 1e30f;
    } else if (frame == 71) {
      values[4] = Float.NEGATIVE_INFINITY;
      values[5] = Float.NaN;
    } else if (frame >= 72) {
      values[8000] = -1170;
    }
    return values;
  }

  @Test
  void parametersThatAreZeroAtFirstGetLevelsOfTheirOwnLater() throws IOException {
    WeightsInfo info =
        new WeightsInfo(
            WeightPrecision.COMPACT, List.of(new ParameterInfo("w", "weight", List.of(4))));
    try (RecordingWriter writer = writer("zero.zarr", info, 0)) {
      for (int frame = 0; frame < 130; frame++) {
        float value = frame * 1e-7f;
        writer.append(frame(frame, new float[] {value, -value, 0, 2 * value}));
      }
    }
    try (Recording recording = Recording.open(folder.resolve("zero.zarr"))) {
      assertThat(recording.weights(0)).containsOnly(0);
      float[] late = recording.weights(100);
      assertThat(late[0]).isCloseTo(100e-7f, org.assertj.core.data.Offset.offset(1e-8f));
      assertThat(recording.weightLevels(100)[0]).isLessThan(1e-8f);
    }
  }

  @Test
  void largeNetworksAreWrittenOneCheckpointAtATime() throws IOException {
    int count = 9_000_000; // 18 MB of levels
    WeightsInfo info =
        new WeightsInfo(
            WeightPrecision.COMPACT, List.of(new ParameterInfo("w", "weight", List.of(count))));
    float[] values = new float[count];
    try (RecordingWriter writer = writer("large.zarr", info, 0)) {
      for (int frame = 0; frame < 3; frame++) {
        for (int i = 0; i < count; i++) {
          values[i] = (i % 1000 - 500) / 1000f + frame;
        }
        writer.append(frame(frame, values));
        writer.commit();
      }
      try (Recording recording = Recording.open(folder.resolve("large.zarr"))) {
        float[] read = recording.weights(2);
        float level = recording.weightLevels(2)[0];
        for (int i = 0; i < count; i += 997) {
          assertThat(Math.abs(read[i] - values[i])).isLessThan(0.51f * level);
        }
      }
    }
    try (Stream<Path> files = Files.list(folder.resolve("large.zarr/weights/level"))) {
      assertThat(files.mapToLong(file -> file.toFile().length()).max().orElseThrow())
          .isLessThan(3 << 20);
    }
  }

  @Test
  void recordingsAreTheSameHoweverTheyWereCommitted() throws IOException {
    Path often = write(WeightPrecision.COMPACT, 150);
    try (RecordingWriter writer = writer("once.zarr", info(WeightPrecision.COMPACT), 150)) {
      for (int frame = 0; frame < 150; frame++) {
        writer.append(frame(frame, values(frame)));
      }
      writer.end("ended", true);
    }
    assertThat(files(folder.resolve("once.zarr/weights")))
        .isEqualTo(files(often.resolve("weights")));
  }

  private static List<String> files(Path root) throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
        files.add(root.relativize(file) + " " + Arrays.hashCode(Files.readAllBytes(file)));
      }
    }
    return files;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "weights/level/c.1.0 | weights/level | 1",
        "weights/exact/c.1.0 | weights/exact | 1",
        "weights/scale/c.1.0 | weights/scale | 1",
        "weights/checksums/c.1.0 | weights/checksums | 1",
      })
  void aDamagedChunkIsNamedAndOtherFramesStillAnswer(String file, String array, int chunk)
      throws IOException {
    Path path = write(WeightPrecision.COMPACT, 200);
    byte[] bytes = Files.readAllBytes(path.resolve(file));
    bytes[bytes.length / 2] ^= 4;
    Files.write(path.resolve(file), bytes);
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.weights(63)).hasSize(VALUES);
      assertThat(recording.weights(128)).hasSize(VALUES);
      assertThatThrownBy(() -> recording.weights(64))
          .isInstanceOfSatisfying(
              RecordingFormatException.class,
              e -> {
                assertThat(e.array()).isEqualTo(array);
                assertThat(e.chunk()).hasValue(chunk);
              });
    }
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage())
        .anySatisfy(line -> assertThat(line).startsWith(array + " chunk " + chunk));
  }

  @Test
  void swappedChunksAreFound() throws IOException {
    Path path = write(WeightPrecision.COMPACT, 200);
    Path one = path.resolve("weights/level/c.0.0");
    Path other = path.resolve("weights/level/c.1.0");
    Path aside = Files.move(one, path.resolve("aside"));
    Files.move(other, one);
    Files.move(aside, other);
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage())
        .contains(
            "weights/level chunk 0: is not the chunk that was written here",
            "weights/level chunk 1: is not the chunk that was written here");
  }

  @Test
  void missingOutliersAreDamage() throws IOException {
    try (RecordingWriter writer = writer("wild.zarr", info(WeightPrecision.COMPACT), 0)) {
      for (int frame = 0; frame < 73; frame++) {
        writer.append(frame(frame, wild(frame)));
      }
    }
    Path path = folder.resolve("wild.zarr");
    Files.delete(path.resolve("weights/outlier/c.70.0"));
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage())
        .containsExactly("weights/outlier chunk 70: the chunk is missing");
  }

  @Test
  void packedOnesAreReadTheSame() throws IOException {
    Path path = write(WeightPrecision.COMPACT, 100);
    Path zip = folder.resolve("a.zarr.zip");
    RecordingPacker.pack(path, zip, false, Progress.NONE);
    try (Recording loose = Recording.open(path);
        Recording packed = Recording.open(zip)) {
      for (int frame = 0; frame < 100; frame += 9) {
        assertThat(packed.weights(frame)).isEqualTo(loose.weights(frame));
      }
    }
    Files.delete(path.resolve("weights/level/c.1.0"));
    assertThatThrownBy(() -> RecordingPacker.pack(path, zip, true, Progress.NONE))
        .isInstanceOf(RecordingFormatException.class)
        .hasMessageContaining("weights/level chunk 1: the chunk is missing");
  }
}
