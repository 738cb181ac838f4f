package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another program, zarrita in JavaScript, reads our recordings. Skipped if npm is missing. */
class ZarritaTest {

  private static final Path SCRIPTS = Path.of("src/test/zarrita");

  /** Node before 24 has no Float16Array; zarrita looks for it when it opens an array. */
  private static final String FLOAT16 =
      "import { Float16Array as F } from '@petamoriken/float16'; globalThis.Float16Array ??= F;\n";

  @TempDir private Path folder;

  @BeforeAll
  static void install() throws Exception {
    assumeTrue(Files.isDirectory(SCRIPTS.resolve("node_modules")) || npmInstall(), "no npm");
  }

  private static boolean npmInstall() throws InterruptedException {
    try {
      return new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund")
              .directory(SCRIPTS.toFile())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static JsonObject read(Path recording, int... frames) throws Exception {
    return read(
        recording,
        List.of(
            "training",
            "layers/features.conv/activation",
            "layers/dense/activation",
            "layers/exact/activation",
            "statistics"),
        frames);
  }

  private static JsonObject read(Path recording, List<String> arrays, int... frames)
      throws Exception {
    List<String> command =
        new ArrayList<>(List.of("node", "read.mjs", recording.toAbsolutePath().toString()));
    command.add(
        String.join(",", java.util.Arrays.stream(frames).mapToObj(String::valueOf).toList()));
    command.addAll(arrays);
    Process process =
        new ProcessBuilder(command)
            .directory(SCRIPTS.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return JsonParser.parseString(output).getAsJsonObject();
  }

  private static void assertSame(Path path, int... frames) throws Exception {
    JsonObject seen = read(path, frames).getAsJsonObject("arrays");
    try (Recording recording = Recording.open(path)) {
      for (int i = 0; i < frames.length; i++) {
        assertThat(values(seen, "training", i)).startsWith((double) recording.steps()[frames[i]]);
        assertThat(values(seen, "layers/exact/activation", i))
            .containsExactly(doubles(recording.activation("exact", frames[i]), 1));
        assertThat(values(seen, "layers/dense/activation", i))
            .containsExactly(doubles(recording.activation("dense", frames[i]), 1));
        assertThat(values(seen, "layers/features.conv/activation", i))
            .containsExactly(doubles(recording.activation("features/conv", frames[i]), 127));
        Statistics first = recording.statistics("features/conv", frames[i]).get(0);
        assertThat(values(seen, "statistics", i))
            .startsWith(first.min(), first.max(), first.mean(), first.std());
      }
    }
    JsonObject attributes =
        seen.getAsJsonObject("layers/features.conv/activation").getAsJsonObject("attributes");
    assertThat(attributes.get("scale_factor").getAsFloat()).isEqualTo(1 / 127f);
    assertThat(attributes.get("_FillValue").getAsInt()).isEqualTo(-128);
  }

  private static double[] values(JsonObject arrays, String array, int index) {
    JsonArray list =
        arrays.getAsJsonObject(array).getAsJsonArray("values").get(index).getAsJsonArray();
    return list.asList().stream().mapToDouble(JsonElement::getAsDouble).toArray();
  }

  /** Converts to doubles; with a scale, multiplies and rounds to undo it. */
  private static double[] doubles(float[] values, int scale) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = scale == 1 ? values[i] : Math.rint(values[i] * scale);
    }
    return doubles;
  }

  @Test
  void opensAFinishedRecording() throws Exception {
    Path path = Samples.write(folder.resolve("a.zarr"), 100);
    assertSame(path, 0, 63, 64, 99);
    JsonObject step = read(path, 0).getAsJsonObject("arrays").getAsJsonObject("training");
    assertThat(step.getAsJsonArray("shape").get(0).getAsInt()).isEqualTo(100);
  }

  @Test
  void opensAHalfWrittenRecording() throws Exception {
    Path path = folder.resolve("a.zarr");
    try (RecordingWriter writer = Samples.writer(path, 200)) {
      for (int frame = 0; frame < 90; frame++) {
        writer.append(Samples.frame(frame));
      }
      writer.commit();
      assertSame(path, 0, 63, 64, 89);
      JsonObject seen = read(path, 100).getAsJsonObject("arrays");
      assertThat(values(seen, "layers/features.conv/activation", 0)).containsOnly(-128);
      assertThat(
              seen.getAsJsonObject("layers/exact/activation").getAsJsonArray("values").toString())
          .doesNotContainPattern("[0-9]");
    }
  }

  @Test
  void opensAPackedRecording() throws Exception {
    Path zip = folder.resolve("a.zarr.zip");
    RecordingPacker.pack(Samples.write(folder.resolve("a.zarr"), 100), zip, false, Progress.NONE);
    assertSame(zip, 0, 99);
  }

  /** Runs the example of docs/FORMAT.md on another recording. */
  @Test
  void theDocumentedExampleRuns() throws Exception {
    Path path = Samples.write(folder.resolve("a.zarr"), 100);
    String document = Files.readString(Path.of("../docs/FORMAT.md"));
    Matcher example = Pattern.compile("```js\n(.*?)```", Pattern.DOTALL).matcher(document);
    assertThat(example.find()).isTrue();
    String code =
        example
            .group(1)
            .replace("\"mnist.zarr\"", "\"" + path.toAbsolutePath() + "\"")
            .replace("conv3", "features.conv")
            .replace("console.log(shape, maps)", "console.log(JSON.stringify(Array.from(maps)))");
    Process process =
        new ProcessBuilder("node", "--input-type=module", "-e", FLOAT16 + code)
            .directory(SCRIPTS.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    JsonArray values = JsonParser.parseString(output).getAsJsonArray();
    try (Recording recording = Recording.open(path)) {
      float[] expected = recording.activation("features/conv", 99);
      assertThat(values).hasSize(expected.length);
      for (int i = 0; i < expected.length; i++) {
        // JavaScript multiplies in double precision.
        assertThat(values.get(i).getAsFloat()).isCloseTo(expected[i], within(1e-7f));
      }
    }
  }

  @Test
  void readsTheChecksumTable() throws Exception {
    Path path = Samples.write(folder.resolve("a.zarr"), 100);
    JsonObject seen = read(path, List.of("checksums"), 0, 1).getAsJsonObject("arrays");
    assertThat(values(seen, "checksums", 0)[3])
        .isEqualTo(checksum(path.resolve("layers/features.conv/activation/c.0.0.0.0.0")));
    assertThat(values(seen, "checksums", 1)[2]).isEqualTo(checksum(path.resolve("training/c.0.0")));
  }

  private static double checksum(Path chunk) throws IOException {
    byte[] file = Files.readAllBytes(chunk);
    int last = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - 4);
    return Integer.toUnsignedLong(last);
  }

  @Test
  void opensWhatAKilledWriterLeft() throws Exception {
    Path path = folder.resolve("a.zarr");
    RecordingWriter writer = Samples.writer(path, 0); // is never closed, as if killed
    for (int frame = 0; frame < 90; frame++) {
      writer.append(Samples.frame(frame));
    }
    writer.commit();
    Files.writeString(path.resolve("layers/exact/activation/c.1.0.0.tmp"), "half a chunk");
    assertSame(path, 0, 63, 64, 89);
  }

  @Test
  void opensGoldenRecordings() throws Exception {
    for (String name : List.of("v1.zarr", "v1.zarr.zip")) {
      JsonObject seen =
          read(
                  GoldenRecordingTest.golden(name),
                  List.of("training", "layers/exact/activation"),
                  0,
                  1)
              .getAsJsonObject("arrays");
      assertThat(values(seen, "training", 1)).containsExactly(10, 1, 2.5, 0.25, 1);
      assertThat(values(seen, "layers/exact/activation", 0)).containsExactly(0.1f, -0.2f);
    }
  }
}
