package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.viewer.SampleRecording;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If the machine refuses something, one line says so and names the setting that helps. */
class MachineRefusesTest {

  @TempDir private Path folder;

  @BeforeEach
  void record() throws IOException {
    SampleRecording.write(folder.resolve("keep.zarr"), 12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "verify keep.zarr | 1",
        "info keep.zarr | 1",
        "export keep.zarr --chart | 1",
        "record -o keep.zarr --force --epochs 1 | 1",
      })
  void namesAMissingTemporaryFolder(String command, int code) throws Exception {
    Cli.Outcome outcome =
        Cli.runWith(List.of("-Djava.io.tmpdir=/nosuch/tmp"), folder, command.split(" "));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(code);
    assertThat(outcome.lastError())
        .contains("cannot be unpacked into /nosuch/tmp")
        .contains("-Djava.io.tmpdir=FOLDER");
    assertThat(outcome.err()).doesNotContain("\tat ");
    assertThat(Cli.run(folder, "verify", "keep.zarr").code()).isZero();
  }

  private Cli.Outcome runIn(Map<String, String> environment, String... arguments) throws Exception {
    List<String> prefix = new ArrayList<>(List.of("env"));
    environment.forEach((name, value) -> prefix.add(name + "=" + value));
    return Cli.finish(Cli.start(folder, true, prefix, arguments));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void namesAFolderIntoWhichTheEngineCannotBeUnpacked() throws Exception {
    Cli.Outcome outcome =
        runIn(
            Map.of("DJL_CACHE_DIR", "/proc/nosuch"),
            "record",
            "-o",
            "keep.zarr",
            "--force",
            "--epochs",
            "1");
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.lastError()).contains("DJL unpacks it into /proc/nosuch; set DJL_CACHE_DIR");
    assertThat(Cli.run(folder, "verify", "keep.zarr").code()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "size=16k | export keep.zarr -o disk/out | disk/out/conv1.gif: No space left on device",
        "size=16k | export keep.zarr -o disk/out --chart | training.png: No space left on device",
        "size=16k | pack keep.zarr -o disk/x.zip | disk/x.zip: No space left on device",
        "ro | export keep.zarr -o disk/out | disk/out: Read-only file system",
        "ro | pack keep.zarr -o disk/x.zip | disk/x.zip: Read-only file system",
        "ro | record -o disk/new.zarr --epochs 1 | disk/new.zarr: Read-only file system",
      })
  @EnabledOnOs(OS.LINUX)
  void namesADiskThatIsFullOrReadOnly(String disk, String command, String line) throws Exception {
    List<String> prefix = PrivateMount.prefix(folder, "disk", disk, "find disk -type f >left");
    Cli.Outcome outcome = Cli.finish(Cli.start(folder, true, prefix, command.split(" ")));
    assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
    assertThat(outcome.lastError()).startsWith("zoetrope: ").contains(line);
    assertThat(outcome.err()).doesNotContain("\tat ");
    assertThat(folder.resolve("left")).as("half a file was left behind").isEmptyFile();
  }
}
