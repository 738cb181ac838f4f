package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Feeds the parsers with the inputs of {@link FuzzCorpus}. {@code -Dzoetrope.fuzz=180} searches for
 * new ones, guided by coverage, for this many seconds per parser, and keeps those that reach new
 * code.
 */
class RecordingFuzzTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void knownInputsAreReadOrRefused(FuzzTarget target) throws IOException {
    List<Path> inputs = FuzzCorpus.unpack(target, folder);
    assertThat(inputs).isNotEmpty();
    for (Path input : inputs) {
      target.attempt(Files.readAllBytes(input));
    }
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "zoetrope.fuzz", matches = "\\d+")
  void newInputsAreReadOrRefused(FuzzTarget target) throws Exception {
    Path corpus = Files.createDirectory(folder.resolve("corpus"));
    Path failures = Files.createDirectory(folder.resolve("failures"));
    Path merged = Files.createDirectory(folder.resolve("merged"));
    FuzzCorpus.unpack(target, corpus);
    int code =
        jazzer(
            target,
            "-artifact_prefix=" + failures + "/",
            "-max_total_time=" + System.getProperty("zoetrope.fuzz"),
            "-max_len=" + (target == FuzzTarget.ZIP ? 32768 : 2048),
            "-timeout=10",
            "-print_final_stats=1",
            corpus.toString());
    assertThat(jazzer(target, "-merge=1", merged.toString(), corpus.toString())).isZero();
    FuzzCorpus.replace(target, merged, failures); // failing inputs are kept, too
    assertThat(code).as(log()).isZero();
  }

  private int jazzer(FuzzTarget target, String... arguments) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dfuzz.target=" + target,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzTarget.class.getName(),
                "--instrumentation_includes=dev.zoetrope.**:com.google.gson.**",
                "--reproducer_path=" + folder));
    command.addAll(List.of(arguments));
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(folder.resolve("log").toFile()))
            .start()
            .waitFor();
    List<String> log = log().lines().toList();
    log.subList(Math.max(0, log.size() - 12), log.size()).forEach(System.out::println);
    return code;
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }
}
