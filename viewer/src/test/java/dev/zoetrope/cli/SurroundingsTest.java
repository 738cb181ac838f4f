package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.viewer.SampleRecording;
import java.awt.GraphicsEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts Java without the launcher, in environments that lack something. */
@EnabledOnOs(OS.LINUX)
class SurroundingsTest {

  @TempDir private Path folder;

  private Cli.Outcome run(List<String> environment, String... arguments) throws Exception {
    List<String> prefix = new ArrayList<>(List.of("env"));
    prefix.addAll(environment);
    return Cli.finish(Cli.start(folder, true, prefix, arguments));
  }

  private static void isOneLine(Cli.Outcome outcome, String... parts) {
    assertThat(outcome.code()).isOne();
    assertThat(outcome.err().strip().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith("zoetrope: ").contains(parts);
  }

  @ParameterizedTest
  @ValueSource(strings = {"play", "info", "export", "verify"})
  void saysThatTheLocaleCannotDecodeAName(String command) throws Exception {
    // The name as bytes, independent of this test's locale.
    String script = "exec \"$@\" \"$(printf 'f\\303\\274.zarr')\"";
    List<String> prefix = List.of("env", "LC_ALL=C", "sh", "-c", script, "sh");
    isOneLine(Cli.finish(Cli.start(folder, false, prefix, command)), "locale", "LC_ALL=C.UTF-8");
  }

  @Test
  void saysThatTheLocaleCannotDecodeTheFolder() throws Exception {
    String script = "d=$(printf 'f\\303\\274'); mkdir \"$d\"; cd \"$d\"; exec \"$@\"";
    List<String> prefix = List.of("env", "LC_ALL=C", "sh", "-c", script, "sh");
    isOneLine(Cli.finish(Cli.start(folder, false, prefix, "info", "x.zarr")), "locale");
  }

  @Test
  void saysThatADisplayCannotBeReached() throws Exception {
    isOneLine(run(List.of("DISPLAY=:77"), "play", "x.zarr"), "no screen", "zoetrope export");
    isOneLine(run(List.of("DISPLAY=:77"), "play"), "no screen", "zoetrope export");
  }

  @Test
  void doesNotTrainIfTheRunCannotBeWatched() throws Exception {
    isOneLine(run(List.of("DISPLAY=:77"), "record", "--watch"), "no screen", "--watch");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void saysThatThereIsNoFont() throws Exception {
    Assumptions.assumeFalse(GraphicsEnvironment.isHeadless(), "there is no display");
    Path fonts = folder.resolve("fonts.conf");
    Files.writeString(fonts, "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
    // Java caches its list of fonts in the home folder.
    Cli.Outcome outcome =
        run(
            List.of("FONTCONFIG_FILE=" + fonts, "JDK_JAVA_OPTIONS=-Duser.home=" + folder),
            "play",
            "x.zarr");
    assertThat(outcome.code()).isOne();
    assertThat(outcome.err()).doesNotContain("Exception");
    assertThat(outcome.lastError()).startsWith("zoetrope: there is no font");
  }

  @Test
  void setsAHomeFolderOutsideTheCurrentFolder() {
    String home = System.getProperty("user.home");
    try {
      System.setProperty("user.home", "?"); // as Java does for an account without one
      Surroundings.nameHome();
      assertThat(Path.of(System.getProperty("user.home"))).isAbsolute();
    } finally {
      System.setProperty("user.home", home);
    }
  }

  @Test
  void playsIfSettingsCannotBeStored() throws Exception {
    Assumptions.assumeFalse(GraphicsEnvironment.isHeadless(), "there is no display");
    Path recording = folder.resolve("sample.zarr");
    SampleRecording.write(recording, 3);
    Cli.Outcome outcome =
        Cli.runWith(
            List.of("-Dzoetrope.startup=0", "-Djava.util.prefs.userRoot=/proc/nowhere"),
            folder,
            "play",
            "sample.zarr");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).contains("first frame painted").doesNotContain("WARNING", "prefs:");
  }
}
