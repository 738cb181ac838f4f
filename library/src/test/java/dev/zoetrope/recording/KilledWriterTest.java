package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.io.TempDir;

class KilledWriterTest {

  @TempDir private Path folder;

  /** Writes until it is killed, and prints how many frames are committed. */
  static final class Victim {

    public static void main(String[] arguments) throws IOException {
      try (RecordingWriter writer = Samples.writer(Path.of(arguments[0]), 0)) {
        for (int frame = 0; ; frame++) {
          writer.append(Samples.frame(frame));
          writer.commit(); // after each frame, so that most kills fall into one
          System.out.println(writer.frames());
        }
      }
    }
  }

  @RepeatedTest(8)
  void everyCommittedFrameSurvivesSigkill(RepetitionInfo repetition) throws Exception {
    Path path = folder.resolve("a.zarr");
    Process victim =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Victim.class.getName(),
                path.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    int committed = 0;
    try (BufferedReader lines = victim.inputReader()) {
      for (int commits = 0; commits < 20 * repetition.getCurrentRepetition(); commits++) {
        committed = Integer.parseInt(lines.readLine());
      }
      Thread.sleep(repetition.getCurrentRepetition()); // in milliseconds: another part of a commit
      victim.toHandle().destroyForcibly(); // unlike the process, leaves its output to be read
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        committed = Integer.parseInt(line);
      }
    }
    assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();

    try (Recording recording = Recording.open(path)) {
      int frames = recording.info().frames();
      assertThat(frames).isBetween(committed, committed + 1);
      assertThat(recording.info().complete()).isFalse();
      assertThat(recording.steps()).hasSize(frames).endsWith(frames - 1);
      for (int frame = 0; frame < frames; frame++) {
        assertThat(recording.activation("exact", frame))
            .isEqualTo(Samples.values(Samples.EXACT, frame));
      }
    }
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
  }
}
