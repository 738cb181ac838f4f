package dev.zoetrope;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compiles two user modules and runs them in separate JVMs: one trains and records with DJL, the
 * other reads the recording without it.
 */
class ModulePathTest {

  private static final Path SOURCES = Path.of("src/test/modules");

  @TempDir private Path folder;

  /** Returns the entries of this test's class path that should (or should not) be modules. */
  private static List<String> classPath(boolean modules) {
    List<String> ofModules = List.of("/library/target/classes", "/gson-", "/zstd-jni-", "/api-");
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.endsWith("test-classes"))
        .filter(
            entry ->
                modules
                    == ofModules.stream()
                        .anyMatch(
                            part ->
                                entry.replace('\\', '/').contains(part)
                                    && !entry.contains("slf4j")
                                    && !entry.contains("junit")))
        .toList();
  }

  private static String path(List<String> entries) {
    return String.join(File.pathSeparator, entries);
  }

  /** Compiles a module into a folder of the same name. */
  private Path compile(String module, List<String> modulePath) {
    Path source = SOURCES.resolve(module);
    Path classes = folder.resolve("classes").resolve(module);
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-Werror",
                "-Xlint:all,-requires-automatic",
                "-d",
                classes.toString(),
                "-p",
                path(modulePath),
                source.resolve("module-info.java").toString(),
                source.resolve(module).resolve("Main.java").toString());
    assertThat(result).as("compiles").isZero();
    return classes;
  }

  private static String run(List<String> modulePath, List<String> classPath, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Dai.djl.offline=true", "-DOPT_OUT_TRACKING=true"));
    command.add("--enable-native-access=com.github.luben.zstd_jni");
    command.addAll(List.of("-p", path(modulePath), "-cp", path(classPath), "-m"));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }

  @Test
  void aModuleRecordsAndAnotherReadsWithoutDjl() throws Exception {
    Path recorded = folder.resolve("a.zarr");
    List<String> modules = new ArrayList<>(classPath(true));
    assertThat(modules).hasSize(4);
    modules.add(compile("trainer", modules).toString());
    run(modules, classPath(false), "trainer/trainer.Main", recorded.toString());
    try (Recording recording = Recording.open(recorded)) {
      assertThat(recording.steps()).containsExactly(0, 1, 2);
      assertThat(recording.info().layers().stream().map(Layer::name).collect(Collectors.toList()))
          .contains("01TransformerEncoderBlock/02attentionNorm");
    }

    List<String> withoutDjl =
        classPath(true).stream()
            .filter(entry -> !entry.contains("api-"))
            .collect(Collectors.toList());
    withoutDjl.add(compile("reader", withoutDjl).toString());
    assertThat(
            run(withoutDjl, List.of(folder.toString()), "reader/reader.Main", recorded.toString()))
        .isEqualToIgnoringNewLines("3 frames, module reader, DJL false");
  }
}
