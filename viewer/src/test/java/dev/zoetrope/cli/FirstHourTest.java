package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.viewer.SampleRecording;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mistakes that new users make: each gives one line of error, and nothing is lost. */
class FirstHourTest {

  @TempDir private Path folder;

  @BeforeEach
  void record() throws IOException {
    SampleRecording.write(folder.resolve("keep.zarr"), 12);
    Files.createDirectory(folder.resolve("docs"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "record --epochs 2147483647 | 2 | more than a recording can count",
        "record --epochs 0 | 2 | epochs",
        "record --epochs x | 2 | --epochs",
        "record --learning-rate 1e400 | 2 | '--learning-rate': \"1e400\" is not a number above 0",
        "record --learning-rate NaN | 2 | \"NaN\" is not a number above 0; write it as in 0.001",
        "record --learning-rate -1 | 2 | is not a number above 0",
        "record --learning-rate 0,1 | 2 | is not a number above 0",
        "record --layers [ | 2 | \"[\" is not a pattern for layers; write it as in conv*,dense1",
        "record --layers nosuch -o keep.zarr --force --epochs 1 | 2 | nosuch",
        "record -o keep.zarr | 1 | keep.zarr exists; --force replaces it",
        "record -o docs --force | 1 | docs",
        "record -o / | 2 | / is the root of the disk; choose a name below it",
        "record -o keep.zip | 1 | keep.zip is the name of a zip",
        "record --batch-size 0 | 2 | batch size must be at least 1, not 0",
        "record --batch-size 70000 | 2 | is larger than the 60000 training images of MNIST",
        "record --every 0 | 2 | every must be at least 1, not 0",
        "record --probes -1 | 2 | probe -1 is not one of the test images 0 to 9999",
        "record --seed 99999999999999999999 | 2 | '--seed'",
        "record --precision int7 | 2 | '--precision'",
        "record --activation gelu | 2 | '--activation'",
        "record --max-overhead 200% | 2 | is not a share above 0 and at most 100%",
        "record --size 0 | 2 | '--size'",
        "record --transpose | 2 | are for the folder that --data names",
        "info /dev/null | 1 | /dev/null: is neither a folder nor a file",
        "pack / | 1 | is not a recording",
        "pack keep.zarr -o / | 1 | / is a folder; name a file",
        "export keep.zarr -o /dev/full --chart | 1 | /dev/full exists",
        "verify nosuch.zarr | 1 | nosuch.zarr does not exist",
        "nosuch | 2 | Unmatched argument at index 0: 'nosuch'",
        "record --engine nosuch -o keep.zarr --force | 1 | nosuch",
        "record --device tpu -o keep.zarr --force | 2 | tpu",
        "record --data nosuch | 1 | nosuch",
        "pack keep.zarr -o docs --force | 1 | docs is a folder; name a file, as in --out docs/keep.zarr.zip",
        "pack keep.zarr -o keep.zarr --force | 1 | is a folder; name a file",
        "pack nosuch.zarr | 1 | nosuch.zarr does not exist",
        "info docs | 1 | docs: is not a recording: there is no zarr.json",
        "verify docs | 1 | is not a recording",
        "export keep.zarr --layers nosuch -o new | 2 | no layer",
        "export keep.zarr --frame 12 -o new | 2 | no frame 12; the recording has frames 0 to 11",
        "export keep.zarr --contact-sheet -1 -o new | 2 | no frame -1",
        "export keep.zarr --frames 5 -o new | 2 | --frames must look like 0-100, not 5",
        "export keep.zarr --frames 9-3 -o new | 2 | frame",
        "export keep.zarr --fps 0 -o new | 2 | 0",
        "export keep.zarr --chart --colors brown-teal -o new | 2 | --colors has no effect on --chart",
        "export keep.zarr --frame 3 --max-size 1MB -o new | 2 | --max-size has no effect",
        "export keep.zarr --colors pink | 2 | there are red-white-blue, orange-purple, brown-teal",
      })
  void reportsAMistakeInOneLine(String command, int code, String line) throws Exception {
    Cli.Outcome outcome = Cli.run(folder, command.split(" "));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.err()).contains(line).doesNotContain("\tat ").doesNotContain("Exception");
    assertThat(folder.resolve("new")).doesNotExist();
    if (command.contains("keep.zarr")) {
      assertThat(Cli.run(folder, "verify", "keep.zarr").code()).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"ar", "hi", "th", "tr", "de", "fa"})
  void writesNumbersAlikeInEveryLanguage(String language) throws Exception {
    Cli.Outcome outcome =
        Cli.runWith(
            List.of("-Duser.language=" + language), folder, "export", "keep.zarr", "--frame", "3");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    Cli.Outcome info =
        Cli.runWith(List.of("-Duser.language=" + language), folder, "info", "keep.zarr");
    assertThat(outcome.out() + outcome.err() + info.out()).matches("[\\p{ASCII}×–…µ−]*");
    assertThat(info.out()).isEqualTo(Cli.run(folder, "info", "keep.zarr").out());
  }

  @Test
  void failsIfTheOutputCannotBeWritten() throws Exception {
    assertThat(shell("info --json keep.zarr > /dev/full"))
        .isEqualTo("1 zoetrope: the output could not be written: No space left on device");
    assertThat(shell("info --json keep.zarr >&-")).startsWith("1 zoetrope: the output could not");
    assertThat(shell("info keep.zarr | head -1"))
        .startsWith("0 keep.zarr")
        .doesNotContain("zoetrope:");
  }

  private String shell(String command) throws Exception {
    Path err = folder.resolve("err");
    String java =
        "'%s' %s -cp '%s' dev.zoetrope.cli.Main "
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "java"),
                Cli.NATIVE_ACCESS,
                System.getProperty("java.class.path"));
    Process process =
        new ProcessBuilder("sh", "-c", java + command)
            .directory(folder.toFile())
            .redirectError(err.toFile())
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() + " " + (out + Files.readString(err)).strip();
  }

  @Test
  void forceDoesNotDeleteAFolderWithOtherFiles() throws Exception {
    Files.writeString(folder.resolve("keep.zarr/notes.txt"), "mine");
    Cli.Outcome outcome = Cli.run(folder, "record", "-o", "keep.zarr", "--force", "--epochs", "1");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.lastError()).contains("notes.txt").contains("does not delete it");
    assertThat(folder.resolve("keep.zarr/notes.txt")).hasContent("mine");
  }

  @ParameterizedTest
  @CsvSource({"info", "'info --json'"})
  void infoShowsTheOtherArraysIfOneIsMissing(String command) throws Exception {
    Path layers = folder.resolve("keep.zarr/layers");
    Path first;
    try (var all = Files.list(layers)) {
      first = all.filter(Files::isDirectory).sorted().findFirst().orElseThrow();
    }
    Files.delete(first.resolve("activation/zarr.json"));
    String[] words = (command + " keep.zarr").split(" ");
    Cli.Outcome outcome = Cli.run(folder, words);
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("layers/" + first.getFileName() + "/activation: the array is missing")
        .contains("dense3");
  }

  @Test
  void packFollowsLinks() throws Exception {
    Files.createSymbolicLink(folder.resolve("l.zarr"), folder.resolve("keep.zarr"));
    assertThat(Cli.run(folder, "pack", "l.zarr").code()).isZero();
    assertThat(Cli.run(folder, "verify", "l.zarr.zip").out()).contains("is sound");
  }

  @Test
  void reportsTooLittleMemory() throws Exception {
    Cli.Outcome outcome =
        Cli.runWith(List.of("-Xmx64m"), folder, "record", "--epochs", "1", "-o", "new.zarr");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .contains("may use 64 MB")
        .contains("takes 128 MB")
        .doesNotContain("\tat ");
  }
}
