package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.cli.Cli.Outcome;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingVerifier;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asking recordings about other inputs, and developing deferred ones. */
class AskCommandTest {

  @TempDir private Path folder;

  @BeforeEach
  void writeData() throws IOException {
    SmallData.write(folder.resolve("bars"), 8, 12);
    BufferedImage picture = new BufferedImage(48, 32, BufferedImage.TYPE_BYTE_GRAY);
    picture.getRaster().setSample(20, 10, 0, 255);
    ImageIO.write(picture, "png", folder.resolve("mine.png").toFile());
  }

  private Outcome run(String... arguments) throws Exception {
    return Cli.run(folder, arguments);
  }

  private Outcome record(String name, String... more) throws Exception {
    List<String> all =
        new ArrayList<>(List.of("record", "--data", "bars", "--batch-size", "16", "--no-pictures"));
    all.addAll(List.of("--out", name));
    all.addAll(List.of(more));
    if (!all.contains("--epochs")) {
      all.addAll(List.of("--epochs", "2"));
    }
    Outcome outcome = run(all.toArray(String[]::new));
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome;
  }

  private void assertFails(String message, String... arguments) throws Exception {
    Outcome outcome = run(arguments);
    assertThat(outcome.code()).as(outcome.out()).isEqualTo(1);
    assertThat(outcome.lastError()).isEqualTo("zoetrope: " + message);
    assertThat(outcome.err()).doesNotContain("Exception");
  }

  @Test
  void theAnswerAboutTheProbesIsWhatWasRecorded() throws Exception {
    record("a.zarr", "--weights", "exact", "--precision", "float32");
    List<?> probes;
    try (Recording recording = Recording.open(folder.resolve("a.zarr"))) {
      probes = (List<?>) recording.info().run().details().get("probe_indices");
    }
    String range = probes.get(0) + "," + probes.get(1);
    Outcome outcome =
        run("ask", "a.zarr", "--data", "bars", "--test", range, "--precision", "float32");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("a-asked.zarr  9 frames, steps 0 to 8, 9 layers")
        .contains("Next: zoetrope play a-asked.zarr");
    try (Recording recorded = Recording.open(folder.resolve("a.zarr"));
        Recording asked = Recording.open(folder.resolve("a-asked.zarr"))) {
      assertThat(asked.info().complete()).isTrue();
      assertThat(asked.losses()).isEqualTo(recorded.losses());
      assertThat(asked.probes().input()).isEqualTo(recorded.probes().input());
      assertThat(asked.probes().labels()).isEqualTo(recorded.probes().labels());
      for (var layer : recorded.info().layers()) {
        for (int frame = 0; frame < 9; frame++) {
          assertThat(asked.activation(layer.name(), frame))
              .isEqualTo(recorded.activation(layer.name(), frame));
        }
      }
    }
    Path answer = folder.resolve("a-asked.zarr");
    assertThat(RecordingVerifier.verify(answer, Progress.NONE).damage()).isEmpty();
    assertThat(run("pack", "a-asked.zarr").code()).isZero();
    assertThat(run("export", "a-asked.zarr", "--layers", "conv1").code()).isZero();
  }

  @Test
  void picturesStepsLayersAndGratings() throws Exception {
    record("a.zarr");
    Outcome one = run("ask", "a.zarr", "mine.png", "--steps", "0,8", "--layers", "conv6,pool1");
    assertThat(one.code()).as(one.err()).isZero();
    assertThat(one.out()).contains("mine.png: scaled from 48×32", "a-asked-inputs.png");
    assertThat(ImageIO.read(folder.resolve("a-asked-inputs.png").toFile())).isNotNull();
    try (Recording asked = Recording.open(folder.resolve("a-asked.zarr"))) {
      assertThat(asked.steps()).containsExactly(0, 8);
      assertThat(asked.info().layers().stream().map(layer -> layer.name()))
          .containsExactly("pool1", "conv6");
      assertThat(asked.info().run().details().get("input_names")).isEqualTo(List.of("mine.png"));
    }
    assertFails(
        "a-asked.zarr exists; --force replaces it, --out NAME writes elsewhere",
        "ask",
        "a.zarr",
        "mine.png");
    Outcome gratings =
        run("ask", "a.zarr", "--gratings", "4", "--cycles", "1,2", "--force", "--steps", "8");
    assertThat(gratings.code()).as(gratings.err()).isZero();
    try (Recording asked = Recording.open(folder.resolve("a-asked.zarr"))) {
      assertThat(asked.probes().count()).isEqualTo(8);
    }
  }

  @Test
  void mistakesAreNamedAndLeaveNothing() throws Exception {
    record("none.zarr", "--weights", "none");
    record("some.zarr", "--weights-every", "4");
    assertFails(
        "none.zarr holds no weights, so nothing can be asked of it; record it with --weights compact, the default",
        "ask",
        "none.zarr",
        "mine.png");
    assertFails(
        "some.zarr has no weights of step 3; it has those of 3 steps: 0, 4, 8",
        "ask",
        "some.zarr",
        "mine.png",
        "--steps",
        "3");
    assertFails(
        "what to ask about is missing: name pictures, or give --test 0-499, --idx FILE or --gratings 16",
        "ask",
        "some.zarr");
    Files.createFile(folder.resolve("empty.png"));
    assertFails("empty.png cannot be read as a picture: empty", "ask", "some.zarr", "empty.png");
    assertFails("gone.png does not exist", "ask", "some.zarr", "gone.png");
    assertFails(
        "the network was trained on bars; say where its test set is, as in --data DIR",
        "ask",
        "some.zarr",
        "--test",
        "0-3");
    assertFails(
        "image 99 is not one of the test images 0 to 15",
        "ask",
        "some.zarr",
        "--data",
        "bars",
        "--test",
        "99");
    assertFails(
        "class com.example.Gone is not on the class path; give its jar, as in --classpath my.jar",
        "ask",
        "some.zarr",
        "mine.png",
        "--block",
        "com.example.Gone");
    assertFails(
        "java.lang.String is not a subclass of ai.djl.nn.Block",
        "ask",
        "some.zarr",
        "mine.png",
        "--block",
        "java.lang.String");
    Outcome other = run("ask", "some.zarr", "mine.png", "--block", "ai.djl.nn.norm.Dropout");
    assertThat(other.code()).isEqualTo(1);
    assertThat(other.err()).doesNotContain("at dev.zoetrope");
    assertThat(folder.resolve("some-asked.zarr")).doesNotExist();
    assertThat(folder.toFile().list((dir, name) -> name.contains("asking"))).isEmpty();
  }

  @Test
  void damageInOneGroupLeavesTheOthers() throws Exception {
    record("a.zarr", "--epochs", "18"); // 73 frames: two groups
    Path chunk = folder.resolve("a.zarr/weights/level/c.1.0");
    byte[] bytes = Files.readAllBytes(chunk);
    bytes[bytes.length / 2] ^= 1;
    Files.write(chunk, bytes);
    Outcome outcome = run("ask", "a.zarr", "mine.png");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.lastError()).contains("weights/level chunk");
    assertThat(run("ask", "a.zarr", "mine.png", "--steps", "0-63").code()).isZero();
  }

  @Test
  void deferredRecordingsAreDevelopedAtTheEndOrLater() throws Exception {
    record("whole.zarr", "--weights", "exact", "--precision", "float32");
    record("deferred.zarr", "--weights", "exact", "--precision", "float32", "--deferred");
    try (Recording whole = Recording.open(folder.resolve("whole.zarr"));
        Recording deferred = Recording.open(folder.resolve("deferred.zarr"))) {
      assertThat(deferred.info().frames()).isEqualTo(9);
      for (var layer : whole.info().layers()) {
        for (int frame = 0; frame < 9; frame++) {
          assertThat(deferred.activation(layer.name(), frame))
              .isEqualTo(whole.activation(layer.name(), frame));
        }
      }
    }
    Outcome again = run("develop", "deferred.zarr");
    assertThat(again.code()).isZero();
    assertThat(again.out()).contains("has nothing to develop");
    assertFails("gone.zarr does not exist", "develop", "gone.zarr");
    Outcome contradiction =
        run("record", "--data", "bars", "--out", "x.zarr", "--weights", "none", "--deferred");
    assertThat(contradiction.code()).isEqualTo(2);
    assertThat(contradiction.err())
        .contains("a deferred recording computes activations from weights");
    assertThat(folder.resolve("x.zarr")).doesNotExist();
  }
}
