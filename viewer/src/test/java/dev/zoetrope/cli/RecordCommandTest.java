package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.cli.Cli.Outcome;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordCommandTest {

  private static final String[] SMALL = {"--data", "bars", "--batch-size", "16", "--epochs", "2"};

  @TempDir private Path folder;

  @BeforeEach
  void writeData() throws IOException {
    SmallData.write(folder.resolve("bars"), 8, 12);
  }

  private Outcome record(String... more) throws Exception {
    return Cli.run(folder, with(more));
  }

  /** Returns arguments with small values, unless {@code more} sets others. */
  private static String[] with(String... more) {
    List<String> all = new ArrayList<>(List.of("record"));
    all.addAll(List.of(more));
    for (int i = 0; i < SMALL.length; i += 2) {
      if (!all.contains(SMALL[i])) {
        all.addAll(List.of(SMALL[i], SMALL[i + 1]));
      }
    }
    return all.toArray(String[]::new);
  }

  @Test
  void recordsAnotherDataSetAndDrawsItsPictures() throws Exception {
    Outcome outcome = record();
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out())
        .contains("64 images of bars: 2 epochs, 8 steps of 16 images, engine pytorch, device cpu")
        .contains("Test accuracy ")
        .contains("bars.zarr  9 frames, steps 0 to 8, 9 layers")
        .contains("Next: zoetrope play bars.zarr");
    assertThat(folder.resolve("bars-pictures").toFile().list())
        .containsExactlyInAnyOrder(
            "all-layers.png",
            "training.png",
            "conv1.gif",
            "conv2.gif",
            "conv3.gif",
            "conv4.gif",
            "conv5.gif",
            "conv6.gif");
    try (Recording recording = Recording.open(folder.resolve("bars.zarr"))) {
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.info().layer("conv1").shape()).containsExactly(4, 8, 12);
      assertThat(recording.info().layer("dense3").shape()).containsExactly(2);
      assertThat(recording.probes().count()).isEqualTo(2);
    }
  }

  @Test
  void doesNotOverwriteUnlessForced() throws Exception {
    assertThat(record("--no-pictures").code()).isZero();
    Outcome again = record("--no-pictures");
    assertThat(again.code()).isEqualTo(1);
    assertThat(again.lastError())
        .isEqualTo("zoetrope: bars.zarr exists; --force replaces it, --out NAME writes elsewhere");
    assertThat(record("--no-pictures", "--force").code()).isZero();
    assertThat(record("--no-pictures", "--out", "other.zarr").code()).isZero();
  }

  @Test
  void forceKeepsTheOldRecordingUntilThereIsANewOne() throws Exception {
    assertThat(record("--no-pictures").code()).isZero();
    assertThat(record("--no-pictures", "--force", "--layers", "conv9").code()).isEqualTo(2);
    try (Recording old = Recording.open(folder.resolve("bars.zarr"))) {
      assertThat(old.info().complete()).isTrue();
      assertThat(old.info().frames()).isEqualTo(9);
    }
  }

  @Test
  void maxOverheadLimitsTheTimeForRecording() throws Exception {
    Outcome outcome = record("--no-pictures", "--epochs", "20", "--max-overhead", "0.1%");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    try (Recording recording = Recording.open(folder.resolve("bars.zarr"))) {
      assertThat(recording.info().complete()).isTrue();
      assertThat(recording.steps()).hasSizeLessThan(81).contains(0, 80).isSorted();
      assertThat(recording.info().run().details().get("overhead").toString())
          .contains(recording.info().frames() + " frames of 81 steps");
    }
    assertWrong("'2%%' is not a share above 0 and at most 100%", "--max-overhead", "2%%");
    assertWrong("'0' is not a share above 0 and at most 100%", "--max-overhead", "0");
  }

  @Test
  void forceDeletesOnlyRecordings() throws Exception {
    Path precious = Files.createDirectory(folder.resolve("thesis"));
    Files.writeString(precious.resolve("chapter1"), "once");
    Outcome outcome = record("--force", "--out", "thesis");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.lastError()).contains("thesis is not a recording");
    assertThat(precious.resolve("chapter1")).exists();
  }

  @Test
  void absurdOptionsAreWrongUsage() throws Exception {
    assertWrong("epochs must be at least 1", "--epochs", "0");
    assertWrong("batch size 65 is larger than the 64 training images", "--batch-size", "65");
    assertWrong("no layer matches \"conv9\"", "--layers", "conv9");
    assertWrong("probe 16 is not one of the test images 0 to 15", "--probes", "16");
    assertWrong("Invalid value for option '--activation'", "--activation", "sine");
    assertWrong("Unknown option: '--epoch=3'", "--epoch=3");
    assertThat(folder.toFile().list()).containsExactly("bars");
  }

  private void assertWrong(String message, String... options) throws Exception {
    Outcome outcome = record(options);
    assertThat(outcome.err()).contains(message).doesNotContain("\tat ");
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void missingThingsAreFailures() throws Exception {
    assertFails("none does not exist", "--data", "none");
    assertFails("no GPU", "--device", "gpu");
    assertFails("engine mxnet is not on the class path", "--engine", "mxnet");
    Files.writeString(folder.resolve("file"), "in the way");
    assertFails("file", "--out", "file/a.zarr");
    Files.write(folder.resolve("bars/train-labels-idx1-ubyte"), new byte[] {0, 0, 8, 1, 0, 0, 0});
    assertFails("train-labels-idx1-ubyte is truncated");
  }

  private void assertFails(String message, String... options) throws Exception {
    Outcome outcome = record(options);
    assertThat(outcome.err()).contains(message).doesNotContain("\tat ");
    assertThat(outcome.lastError()).startsWith("zoetrope: ");
    assertThat(outcome.code()).isEqualTo(1);
  }

  @Test
  void poolsTheOddEdgeOfImagesThatCannotBeHalvedTwice() throws Exception {
    SmallData.write(folder.resolve("odd"), 9, 10);
    Outcome outcome = Cli.run(folder, "record", "--data", "odd", "--no-pictures");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.out()).containsOnlyOnce("maps of odd height or width");
    assertThat(outcome.out()).contains("80 steps of 4 images"); // 64 images, a sixteenth
    SmallData.write(folder.resolve("low"), 3, 10);
    outcome = Cli.run(folder, "record", "--data", "low");
    assertThat(outcome.err()).contains("10×3 pixels; the network needs sides of at least 4");
    assertThat(outcome.code()).isEqualTo(2);
  }

  @Test
  void saysThatThereIsNoEngine() throws Exception {
    Outcome outcome = Cli.runWithoutEngine(folder, with());
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.lastError())
        .isEqualTo(
            "zoetrope: no engine on the class path: record needs DJL;"
                + " start it with ./zoetrope record");
  }

  @Test
  void interruptingLeavesAValidRecordingMarkedIncomplete() throws Exception {
    Path recording = folder.resolve("bars.zarr");
    Process process = Cli.start(folder, true, List.of(), with("--epochs", "100000"));
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (frames(recording) < 5 && System.nanoTime() < deadline) {
      Thread.sleep(50);
    }
    process.toHandle().destroy(); // SIGTERM runs the same hooks as Ctrl-C
    Outcome outcome = Cli.finish(process);
    assertThat(outcome.out()).contains("Interrupted; ").contains(" holds steps 0 to ");
    try (Recording left = Recording.open(recording)) {
      assertThat(left.info().complete()).isFalse();
      assertThat(left.info().frames()).isGreaterThanOrEqualTo(5);
    }
    assertThat(RecordingVerifier.verify(recording, Progress.NONE).damage()).isEmpty();
  }

  private static int frames(Path recording) throws IOException {
    if (!Files.exists(recording.resolve("zarr.json"))) {
      return 0;
    }
    try (Recording open = Recording.open(recording)) {
      return open.info().frames();
    }
  }

  /** Mounts a tiny file system in a separate name space; needs a Linux that allows this. */
  @Test
  void aFullDiskEndsTheRunAndKeepsWhatWasCommitted() throws Exception {
    Path kept = folder.resolve("kept");
    List<String> prefix =
        PrivateMount.prefix(folder, "small", "size=600k", "cp -r small/a.zarr kept");
    Outcome outcome =
        Cli.finish(
            Cli.start(
                folder,
                true,
                prefix,
                with("--epochs", "100000", "--precision", "float32", "--out", "small/a.zarr")));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.lastError()).startsWith("zoetrope: ").contains("No space left on device");
    assertThat(outcome.err()).doesNotContain("\tat ");
    try (Recording left = Recording.open(kept)) {
      assertThat(left.info().complete()).isFalse();
      assertThat(left.info().frames()).isPositive();
    }
    assertThat(RecordingVerifier.verify(kept, Progress.NONE).damage()).isEmpty();
  }
}
