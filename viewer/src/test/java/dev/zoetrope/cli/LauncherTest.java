package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that starts everything, with a Java in its place that only says how it was called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final Path SCRIPT = Path.of("../zoetrope");

  @TempDir private Path folder;

  private Path java;

  @BeforeEach
  void makeJava() throws IOException {
    java = folder.resolve("java/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\necho \"LC_ALL=$LC_ALL\"\nprintf '%s\\n' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  /** A copy of the script beside what a build leaves. */
  private Path built(String name) throws IOException {
    Path home = folder.resolve(name);
    Path app = Files.createDirectories(home.resolve("viewer/target/zoetrope"));
    Files.writeString(app.resolve(".built"), "\n");
    Path script = Files.copy(SCRIPT, home.resolve("zoetrope"));
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private List<String> start(Map<String, String> environment, Path script, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(Files.createDirectories(folder.resolve("elsewhere")).toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said.lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with space", "-dash", "q'uote"})
  void startsFromAnyFolder(String name) throws Exception {
    Path script = built(name);
    assertThat(start(Map.of(), script, "info", "a b.zarr"))
        .anyMatch(line -> line.endsWith(name + "/viewer/target/zoetrope/lib/*"))
        .endsWith("info", "a b.zarr");
  }

  @Test
  void startsThroughLinks() throws Exception {
    Path script = built("home");
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("first"), script);
    Files.createSymbolicLink(bin.resolve("zoetrope"), Path.of("first"));
    assertThat(start(Map.of(), bin.resolve("zoetrope"), "info", "x"))
        .anyMatch(line -> line.endsWith("home/viewer/target/zoetrope/lib/*"));
    assertThat(bin.resolve("viewer")).doesNotExist();
  }

  @Test
  void choosesALocaleThatCanWriteAllNames() throws Exception {
    List<String> locales = start(Map.of("LC_ALL", "C"), built("home"), "info", "x");
    assertThat(locales.get(0)).isIn("LC_ALL=C.UTF-8", "LC_ALL=C"); // C where there is no other
  }

  @Test
  void saysWhereJavaCannotStart() throws Exception {
    assertThat(start(Map.of(), built("a:b"), "info", "x"))
        .singleElement()
        .asString()
        .startsWith("zoetrope: Java cannot start from a folder with a colon in its name");
  }
}
