package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.zoetrope.cli.Cli.Outcome;
import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.ParameterInfo;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.Reduction;
import dev.zoetrope.recording.RunInfo;
import dev.zoetrope.recording.WeightPrecision;
import dev.zoetrope.recording.WeightsInfo;
import dev.zoetrope.recording.WriterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All commands except record, in a process without DJL. */
class RecordingCommandsTest {

  private static final int FRAMES = 30;

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Layer conv =
        new Layer("conv1", "Conv2d", List.of(2, 4, 4), OptionalDouble.of(1), Precision.AUTO);
    Layer dense = new Layer("out", "Linear", List.of(3), OptionalDouble.empty(), Precision.AUTO);
    SplittableRandom random = new SplittableRandom(1);
    try (RecordingWriter writer =
        RecordingWriter.create(
            folder.resolve("a.zarr"),
            new RunInfo("a run", Instant.EPOCH, FRAMES, Map.of("seed", 3)),
            new Probes(List.of(1, 4, 4), new float[32], new long[2]),
            List.of(conv, dense))) {
      for (int frame = 0; frame < FRAMES; frame++) {
        float[] maps = new float[2 * 2 * 16];
        for (int i = 0; i < maps.length; i++) {
          maps[i] = (float) random.nextDouble(-1, 1);
        }
        writer.append(new Frame(frame, 1, 1f / (frame + 1), 0.5f, List.of(maps, new float[6])));
      }
      writer.end("ended", true);
    }
  }

  private Outcome run(String... arguments) throws Exception {
    Outcome outcome = Cli.runWithoutEngine(folder, arguments);
    assertThat(outcome.err()).doesNotContain("\tat ");
    return outcome;
  }

  private Outcome fine(String... arguments) throws Exception {
    Outcome outcome = run(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  private void fails(int code, String message, String... arguments) throws Exception {
    Outcome outcome = run(arguments);
    assertThat(outcome.err() + outcome.out()).contains(message);
    assertThat(outcome.code()).isEqualTo(code);
  }

  @Test
  void infoShowsTheContents() throws Exception {
    assertThat(fine("info", "a.zarr").out())
        .contains("a run", "frames           30", "steps            0 to 29", "conv1", "int8");
    JsonObject json =
        JsonParser.parseString(fine("info", "--json", "a.zarr").out()).getAsJsonObject();
    assertThat(json.get("frames").getAsInt()).isEqualTo(FRAMES);
    JsonObject conv = json.getAsJsonArray("layers").get(0).getAsJsonObject();
    assertThat(conv.get("float32_bytes").getAsLong()).isEqualTo(30L * 64 * 4);
    assertThat(conv.get("stored_bytes").getAsLong())
        .isEqualTo(Files.size(folder.resolve("a.zarr/layers/conv1/activation/c.0.0.0.0.0")));
  }

  @Test
  void infoListsReductionsWeightsAndSeries() throws Exception {
    Layer layer =
        new Layer("c", "Conv2d", List.of(6, 5, 5), OptionalDouble.empty(), Precision.AUTO)
            .reduced(new Reduction(List.of(6, 5, 5), List.of(0, 3), 2));
    WeightsInfo weights =
        new WeightsInfo(
            WeightPrecision.COMPACT,
            List.of(new ParameterInfo("c/weight", "weight", List.of(6, 1, 3, 3))));
    try (RecordingWriter writer =
        RecordingWriter.create(
            folder.resolve("b.zarr"),
            new RunInfo("b", Instant.EPOCH, 1, Map.of()),
            new Probes(List.of(1), new float[1], new long[1]),
            List.of(layer),
            WriterOptions.DEFAULT.weights(weights))) {
      List<float[]> activation = List.of(new float[18]);
      Map<String, float[]> scalars = Map.of("lr", new float[] {0.1f});
      writer.append(new Frame(0, 0, 1, 1, activation, Optional.of(new float[54]), scalars));
    }
    assertThat(fine("info", "b.zarr").out())
        .contains("reduced          c: 2 of 6 channels, means of 2×2")
        .contains("weights          54 values in 1 parameter, compact, at every frame")
        .contains("series           lr");
    assertThat(fine("info", "--json", "b.zarr").out().replaceAll("\\s", ""))
        .contains(
            "\"full_shape\":[6,5,5]",
            "\"weights\":{\"precision\":\"compact\",\"values\":54,\"frames\":1,",
            "\"series\":[\"lr\"]");
    assertThat(fine("verify", "b.zarr").out()).contains("is sound: 8 chunks read");
  }

  @Test
  void infoSaysHowARunEndedAndWhatIsLeftOut() throws Exception {
    Layer layer = new Layer("out", "Linear", List.of(3), OptionalDouble.empty(), Precision.AUTO);
    try (RecordingWriter writer =
        RecordingWriter.create(
            folder.resolve("c.zarr"),
            new RunInfo("c", Instant.EPOCH, 7, Map.of()),
            new Probes(List.of(1), new float[1], new long[1]),
            List.of(layer))) {
      writer.append(new Frame(0, 0, 1, 1, List.of(new float[3])));
      writer.leaveOut(new LeftOut("mask", "it has no probe axis"));
      writer.end("closed after 4 of 6 planned steps", false);
    }
    assertThat(fine("info", "c.zarr").out())
        .contains("1, incomplete: closed after 4 of 6 planned steps")
        .contains("left out         mask: it has no probe axis");
    JsonObject json =
        JsonParser.parseString(fine("info", "--json", "c.zarr").out()).getAsJsonObject();
    assertThat(json.get("complete").getAsBoolean()).isFalse();
    assertThat(json.get("ending").getAsString()).isEqualTo("closed after 4 of 6 planned steps");
    JsonObject left = json.getAsJsonArray("left_out").get(0).getAsJsonObject();
    assertThat(left.get("layer").getAsString()).isEqualTo("mask");
    assertThat(left.get("reason").getAsString()).isEqualTo("it has no probe axis");
  }

  @Test
  void verifyFindsDamage() throws Exception {
    assertThat(fine("verify", "a.zarr").out()).contains("a.zarr is sound: 5 chunks read");
    Path chunk = folder.resolve("a.zarr/layers/out/activation/c.0.0.0");
    byte[] bytes = Files.readAllBytes(chunk);
    bytes[bytes.length / 2] ^= 1;
    Files.write(chunk, bytes);
    fails(1, "damaged  layers/out/activation chunk 0: ", "verify", "a.zarr");
  }

  @Test
  void verifyCleansUpAfterAKilledWriter() throws Exception {
    Path left = Files.writeString(folder.resolve("a.zarr/layers/out/activation/c.1.0.0.tmp"), "x");
    assertThat(fine("verify", "a.zarr").out()).doesNotContain("deleted");
    assertThat(left).exists();
    assertThat(fine("verify", "--clean", "a.zarr").out()).contains("unfinished files deleted: 1");
    assertThat(left).doesNotExist();
  }

  @Test
  void packMakesOneFileThatAllCommandsRead() throws Exception {
    assertThat(fine("pack", "a.zarr").out()).startsWith("a.zarr.zip");
    fails(1, "a.zarr.zip exists", "pack", "a.zarr");
    fine("pack", "--force", "a.zarr");
    fine("verify", "a.zarr.zip");
    assertThat(fine("info", "a.zarr.zip").out()).contains("frames           30");
    fine("export", "a.zarr.zip", "--layers", "conv1", "--frame", "3", "-o", "p");
    assertThat(folder.resolve("p/conv1-3.png")).exists();
  }

  @Test
  void exportDrawsWhatIsAskedFor() throws Exception {
    assertThat(fine("export", "a.zarr", "--frames", "5-14", "--every", "3").out())
        .startsWith("a-pictures/conv1.gif")
        .contains("4 frames (1 in 3)");
    fine("export", "a.zarr", "--chart", "-o", "p");
    fine("export", "a.zarr", "--contact-sheet", "29", "-o", "p");
    fine("export", "a.zarr", "--frame", "0", "--scale", "8", "--colors", "brown-teal", "-o", "p");
    for (String name : List.of("training.png", "all-layers-29.png", "conv1-0.png")) {
      assertThat(ImageIO.read(folder.resolve("p").resolve(name).toFile()).getWidth()).isPositive();
    }
    String fitted = fine("export", "a.zarr", "--max-size", "4kB", "-o", "q").out();
    assertThat(fitted).contains("reduced to fit 4.0 kB");
    assertThat(Files.size(folder.resolve("q/conv1.gif"))).isLessThanOrEqualTo(4000);
  }

  @Test
  void wrongUsageSaysWhatIsAllowed() throws Exception {
    fails(2, "no frame 30; the recording has frames 0 to 29", "export", "a.zarr", "--frame", "30");
    fails(2, "has frames 0 to 29", "export", "a.zarr", "--frames", "3-99");
    fails(2, "it has conv1, out", "export", "a.zarr", "--layers", "conv7");
    fails(2, "is not a size", "export", "a.zarr", "--max-size", "big");
    fails(2, "Missing required parameter: 'RECORDING'", "info");
    fails(2, "a command is missing");
    fails(2, "Unmatched argument", "recrod");
  }

  @Test
  void failsIfTheRecordingCannotBeRead() throws Exception {
    fails(1, "zoetrope: none.zarr does not exist", "info", "none.zarr");
    Files.createDirectory(folder.resolve("empty"));
    fails(1, "is not a recording: there is no zarr.json", "verify", "empty");
    Path root = folder.resolve("a.zarr/zarr.json");
    String json = Files.readString(root);
    Files.writeString(root, json.replace("\"format_version\": 1", "\"format_version\": 9"));
    fails(1, "format version 9 is newer than version 1", "info", "a.zarr");
    Files.writeString(root, json.substring(0, json.length() / 2));
    fails(1, "zarr.json is not valid JSON", "export", "a.zarr");
  }

  @Test
  void helpVersionAndCompletionWork() throws Exception {
    assertThat(fine("--help").out()).contains("record", "export", "info", "verify", "pack");
    assertThat(fine("--version").out()).startsWith("zoetrope ");
    assertThat(fine("generate-completion").out()).contains("_complete_zoetrope");
  }
}
