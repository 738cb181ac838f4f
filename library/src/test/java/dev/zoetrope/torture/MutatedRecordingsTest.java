package dev.zoetrope.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In full: {@code ./mvnw verify -Dzoetrope.mutations=100000}. */
class MutatedRecordingsTest {

  private static final int MUTATIONS = Integer.getInteger("zoetrope.mutations", 1500);

  @TempDir private Path folder;

  @Test
  void everyMutationGivesACorrectResultOrALocatedError() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                MutatedRecordings.class.getName(),
                folder.toString(),
                String.valueOf(MUTATIONS),
                "1")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    System.out.print(output);
    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).contains(MUTATIONS + " mutations: ");
  }
}
