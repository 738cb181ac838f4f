package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Feeds the parsers with what is kept in {@code src/test/resources/fuzz}. To search for more,
 * guided by coverage, {@code -Dzoetrope.fuzz=180} (seconds a parser); what is new is added there.
 */
class RecordingFuzzTest {

  @TempDir private Path folder;

  private static Path corpus(FuzzTarget target) {
    return Path.of("src/test/resources/fuzz", target.name().toLowerCase(Locale.ROOT));
  }

  @ParameterizedTest
  @EnumSource
  void whatWasTriedBeforeIsAnsweredOrRefused(FuzzTarget target) throws IOException {
    try (Stream<Path> inputs = Files.list(corpus(target))) {
      List<Path> files = inputs.toList();
      assertThat(files).isNotEmpty();
      for (Path file : files) {
        target.attempt(Files.readAllBytes(file));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  @EnabledIfSystemProperty(named = "zoetrope.fuzz", matches = "\\d+")
  void nothingElseComesOfWhateverIsTried(FuzzTarget target) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dfuzz.target=" + target,
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + FuzzTarget.class.getName(),
                "--instrumentation_includes=dev.zoetrope.**:com.google.gson.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + corpus(target).toAbsolutePath() + "/", // what fails is kept
                "-max_total_time=" + System.getProperty("zoetrope.fuzz"),
                "-max_len=" + (target == FuzzTarget.ZIP ? 32768 : 2048),
                "-timeout=10",
                "-print_final_stats=1",
                corpus(target).toAbsolutePath().toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    int code = process.waitFor();
    List<String> log = Files.readAllLines(folder.resolve("log"));
    log.subList(Math.max(0, log.size() - 12), log.size()).forEach(System.out::println);
    assertThat(code).as(String.join("\n", log)).isZero();
  }
}
