package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.viewer.SampleRecording;
import java.awt.GraphicsEnvironment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PlayCommandTest {

  @TempDir private Path folder;

  @Test
  void paintsTheFirstFrameWithoutAnEngineOnTheClassPath() throws Exception {
    Assumptions.assumeFalse(GraphicsEnvironment.isHeadless(), "there is no display");
    SampleRecording.write(folder.resolve("sample.zarr"), 3);
    List<String> measured = List.of("env", "JDK_JAVA_OPTIONS=-Dzoetrope.startup=0");
    Cli.Outcome outcome = Cli.finish(Cli.start(folder, false, measured, "play", "sample.zarr"));
    assertThat(outcome.err()).contains("first frame painted");
    assertThat(outcome.code()).isZero();
  }

  @Test
  void saysWhatToDoWithoutAScreen() throws Exception {
    List<String> screenless = List.of("env", "-u", "DISPLAY");
    Cli.Outcome outcome = Cli.finish(Cli.start(folder, false, screenless, "play", "sample.zarr"));
    assertThat(outcome.code()).isOne();
    assertThat(outcome.err().strip().lines()).hasSize(1);
    assertThat(outcome.err()).contains("no screen").contains("zoetrope export");
  }
}
