package dev.zoetrope.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
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

/** The launcher script, with a stand-in for Java that only prints how it was called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private static final Path SCRIPT = Path.of("../zoetrope");

  @TempDir private Path folder;

  private Path java;

  @BeforeEach
  void makeJava() throws IOException {
    java = folder.resolve("java/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(
        java, "#!/bin/sh\necho \"LC_ALL=$LC_ALL\"\necho \"HOME=$HOME\"\nprintf '%s\\n' \"$@\"\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  /** Copies the script next to the output of a build. */
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
    return said(begin(environment, command));
  }

  private Process begin(Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(Files.createDirectories(folder.resolve("elsewhere")).toFile());
    builder.environment().put("JAVA_HOME", folder.resolve("java").toString());
    builder.environment().put("HOME", folder.toString());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static List<String> said(Process process) throws Exception {
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return said.lines().toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with space", "-dash", "q'uote", "50%", "*", "$HOME"})
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
  void choosesALocaleThatCanEncodeAllNames() throws Exception {
    List<String> locales = start(Map.of("LC_ALL", "C"), built("home"), "info", "x");
    assertThat(locales.get(0)).isIn("LC_ALL=C.UTF-8", "LC_ALL=C"); // C if there is no other
  }

  @Test
  void saysWhyJavaCannotStart() throws Exception {
    assertThat(start(Map.of(), built("a:b"), "info", "x"))
        .singleElement()
        .asString()
        .startsWith("zoetrope: Java cannot start from a folder with a colon in its name");
  }

  @Test
  void startsFromAFolderWithANonAsciiName() throws Exception {
    built("home");
    String move = "cd .. && mv home \"$(printf 'K\\303\\274che')\" && exec ./K*/zoetrope info x";
    assertThat(said(begin(Map.of("LC_ALL", "C"), List.of("sh", "-c", move))))
        .anyMatch(line -> line.endsWith("/K\u00fcche/viewer/target/zoetrope/lib/*"));
  }

  @Test
  void ignoresCdpathWhenStartedByARelativeName() throws Exception {
    built("home");
    built("decoy/home");
    String start = "cd .. && exec sh home/zoetrope info x";
    String decoy = folder.resolve("decoy").toString();
    assertThat(said(begin(Map.of("CDPATH", decoy), List.of("sh", "-c", start))))
        .contains(folder.toRealPath().resolve("home/viewer/target/zoetrope/lib/*").toString());
  }

  @Test
  void findsTheHomeFolderIfHomeIsEmpty() throws Exception {
    assertThat(start(Map.of("HOME", ""), built("home"), "info", "x"))
        .contains("HOME=" + System.getProperty("user.home"));
  }

  /** Copies the script next to a stand-in for Maven that logs each build. */
  private Path unbuilt(String building) throws IOException {
    Path script = built("home");
    Files.delete(script.resolveSibling("viewer/target/zoetrope/.built"));
    Path maven = script.resolveSibling("mvnw");
    Files.writeString(
        maven,
        """
        #!/bin/sh
        echo "$@" >>builds
        mkdir viewer/target/zoetrope/lib
        touch viewer/target/zoetrope-viewer-1.jar
        """
            + building);
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    return script;
  }

  private static List<String> builds(Path script) throws IOException {
    return Files.readAllLines(script.resolveSibling("builds"));
  }

  @Test
  void buildsOnceAndWithoutTests() throws Exception {
    Path script = unbuilt("");
    assertThat(start(Map.of(), script, "info", "x")).endsWith("info", "x");
    assertThat(start(Map.of(), script, "info", "x")).endsWith("info", "x");
    assertThat(builds(script)).singleElement().asString().contains("-Dmaven.test.skip=true");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void waitsWhileAnotherLauncherBuilds(boolean flock) throws Exception {
    Path script =
        unbuilt("n=0; while [ ! -e ../go ] && [ $n -lt 200 ]; do sleep 0.1; n=$((n + 1)); done");
    Map<String, String> path = flock ? Map.of() : Map.of("PATH", pathWithoutFlock().toString());
    List<String> command = List.of(script.toString(), "info", "x");
    Process first = begin(path, command);
    while (Files.notExists(script.resolveSibling("builds"))) {
      Thread.sleep(20);
    }
    Process second = begin(path, command);
    try (BufferedReader reader = second.inputReader(StandardCharsets.UTF_8)) {
      assertThat(reader.readLine()).startsWith("zoetrope: waiting for another zoetrope");
      Files.createFile(folder.resolve("go"));
      assertThat(reader.lines().toList())
          .noneMatch(line -> line.contains("building"))
          .endsWith("info", "x");
    }
    assertThat(said(first)).endsWith("info", "x");
    assertThat(builds(script)).hasSize(1);
  }

  /** Returns a path with everything that the script calls except flock, which macOS lacks. */
  private Path pathWithoutFlock() throws IOException {
    Path tools = Files.createDirectories(folder.resolve("tools"));
    for (String tool :
        "sh awk cat cp dirname find grep head id locale mkdir mv readlink rm rmdir sleep tee touch"
            .split(" ", -1)) {
      for (String place : List.of("/bin", "/usr/bin")) {
        if (Files.exists(Path.of(place, tool)) && Files.notExists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), Path.of(place, tool));
        }
      }
    }
    return tools;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[ERROR] Could not transfer artifact a:b:pom:1 from/to central: Unknown host",
        "[ERROR] Cannot access central in offline mode and the artifact has not been downloaded",
        "wget: Failed to fetch https://repo.maven.apache.org/x.zip",
        "curl: Failed to fetch https://repo.maven.apache.org/x.zip"
      })
  void saysWhatToDoWithoutANetwork(String complaint) throws Exception {
    Path script = unbuilt("echo '" + complaint + "'; exit 1");
    List<String> said = start(Map.of(), script, "info", "x");
    assertThat(said).hasSize(2);
    assertThat(said.get(1))
        .startsWith("zoetrope: libraries could not be fetched; connect to the network")
        .contains("build.log");
  }

  @Test
  void buildsAgainAfterAFailedBuild() throws Exception {
    Path script = unbuilt("[ -e ../go ] || { echo '[ERROR] cannot find symbol'; exit 1; }");
    Path stamp = script.resolveSibling("viewer/target/zoetrope/.built");
    Files.writeString(stamp, "gpu\n"); // another profile's
    assertThat(start(Map.of(), script, "info", "x"))
        .contains("[ERROR] cannot find symbol")
        .last()
        .asString()
        .startsWith("zoetrope: the build failed");
    // An unfinished build must not be taken for one of the other profile.
    assertThat(stamp).doesNotExist();
    Files.createFile(folder.resolve("go"));
    assertThat(start(Map.of(), script, "info", "x")).endsWith("info", "x");
  }

  @Test
  void saysThatMavenNeedsAHomeFolder() throws Exception {
    Path script = unbuilt("");
    assertThat(start(Map.of("HOME", "/dev/null"), script, "info", "x"))
        .singleElement()
        .asString()
        .startsWith("zoetrope: Maven cannot write to /dev/null");
    assertThat(script.resolveSibling("builds")).doesNotExist();
  }

  @Test
  void takesAnyUtf8LocaleIfThereIsNoNeutralOne() throws Exception {
    Path tools = Files.createDirectories(folder.resolve("locales"));
    Path locale = tools.resolve("locale");
    Files.writeString(
        locale,
        """
        #!/bin/sh
        case $1 in
          charmap) echo US-ASCII ;;
          *) printf '%s\\n' C POSIX de_DE.ISO8859-1 en_US.UTF-8 ;;
        esac
        """);
    assertThat(locale.toFile().setExecutable(true)).isTrue();
    String path = tools + ":" + System.getenv("PATH");
    assertThat(start(Map.of("LC_ALL", "C", "PATH", path), built("home"), "info", "x"))
        .contains("LC_ALL=en_US.UTF-8");
  }

  @Test
  void createsTheClassArchiveAgainAfterAStartThatFailed() throws Exception {
    Path script = built("home");
    String create = "-XX:ArchiveClassesAtExit=";
    Path archive = Path.of(argument(start(Map.of(), script, "play"), create));
    Files.write(archive, new byte[1_400_000]); // what a wrong option leaves
    assertThat(start(Map.of(), script, "play")).contains(create + archive);
    Files.write(archive, new byte[24_000_000]);
    assertThat(start(Map.of(), script, "play")).contains("-XX:SharedArchiveFile=" + archive);
  }

  private static String argument(List<String> said, String prefix) {
    return said.stream()
        .filter(line -> line.startsWith(prefix))
        .map(line -> line.substring(prefix.length()))
        .findFirst()
        .orElseThrow();
  }
}
