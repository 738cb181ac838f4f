package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingVerifier;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Trains on a tiny file system that fails. It is mounted in a separate namespace; skipped if that
 * is not allowed.
 */
class TroubledDiskTest {

  @TempDir private Path folder;

  /** Trains with and without a recorder, and prints the results. */
  static final class Training {

    public static void main(String[] arguments) throws Exception {
      Path disk = Path.of(arguments[0]);
      byte[] without = ActivationRecorderTest.train();
      Path path = disk.resolve("a.zarr");
      ActivationRecorder recorder = ActivationRecorder.to(path).probes(Networks.probes()).build();
      byte[] with = ActivationRecorderTest.train(recorder, new Trouble(disk, arguments[1]));
      System.out.println(Arrays.equals(with, without) ? "the same weights" : "other weights");
      try {
        recorder.close();
        System.out.println("no error");
      } catch (IOException e) {
        System.out.println("error: " + e);
      }
      if (Files.exists(path)) {
        System.out.println(RecordingVerifier.verify(path, Progress.NONE).damage());
        try (Recording recording = Recording.open(path)) {
          System.out.println("frames: " + recording.info().frames());
        }
      }
    }
  }

  private static final class Trouble extends TrainingListenerAdapter {
    private final Path disk;
    private final String kind;
    private int batches;

    Trouble(Path disk, String kind) {
      this.disk = disk;
      this.kind = kind;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
      if (++batches != 4) {
        return;
      }
      try {
        Thread.sleep(1300); // by now, all frames are committed
        switch (kind) {
          case "full" -> fill();
          case "read-only" -> remount();
          default -> remove();
        }
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private void fill() throws IOException {
      try (OutputStream filler = Files.newOutputStream(disk.resolve("filler"))) {
        while (true) {
          filler.write(new byte[512]);
        }
      } catch (IOException e) {
        System.out.println("filled: " + e.getMessage());
      }
    }

    private void remount() throws IOException, InterruptedException {
      while (new ProcessBuilder("mount", "-o", "remount,ro", disk.toString()).start().waitFor()
          != 0) {
        Thread.sleep(10); // busy while a file is open
      }
    }

    private void remove() throws IOException {
      try (Stream<Path> all = Files.walk(disk.resolve("a.zarr"))) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "full | No space left on device | 4",
        "read-only | Read-only file system | 4",
        "removed | NoSuchFileException | 0"
      })
  void trainingIsNotAffectedAndTheErrorIsReported(String trouble, String message, int frames)
      throws Exception {
    String mount = "mount -t tmpfs -o size=1m tmpfs \"$0\" && exec \"$@\"";
    assumeTrue(
        run("unshare", "-rm", "sh", "-c", mount, folder.toString(), "true").isEmpty(),
        "no private mounts here");
    String output =
        run(
            "unshare",
            "-rm",
            "sh",
            "-c",
            mount,
            folder.toString(),
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Dai.djl.offline=true",
            "-DOPT_OUT_TRACKING=true",
            "-cp",
            System.getProperty("java.class.path"),
            Training.class.getName(),
            folder.toString(),
            trouble);
    assertThat(output).contains("the same weights", "error: ", message);
    if (frames > 0) {
      assertThat(output).contains("[]\nframes: " + frames);
    }
  }

  private static String run(String... command) throws InterruptedException {
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? output : "failed: " + output;
    } catch (IOException e) {
      return e.toString();
    }
  }
}
