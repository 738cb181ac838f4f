package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes read what another writes. In full: {@code -Dzoetrope.tail=180} (seconds). */
class TailTest {

  private static final int SECONDS = Integer.getInteger("zoetrope.tail", 3);
  private static final int READERS = 3;

  @TempDir private Path folder;

  /** Writes as fast as it can, and commits after one to eight frames. */
  static final class FastWriter {

    public static void main(String[] arguments) throws IOException {
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[1]));
      SplittableRandom random = new SplittableRandom(1);
      try (RecordingWriter writer = Samples.writer(Path.of(arguments[0]), 0)) {
        while (System.nanoTime() - end < 0) {
          for (int more = random.nextInt(8); more >= 0; more--) {
            writer.append(Samples.frame(writer.frames()));
          }
          if (random.nextBoolean()) {
            writer.commit();
          } else {
            writer.advanceCommit();
          }
        }
        writer.end("ended", true);
      }
    }
  }

  /** Reads the newest frame and some old ones, over and over, until the recording is complete. */
  static final class Reader {

    /** The hash of each frame when it was first seen. */
    private final Map<Integer, Integer> seen = new HashMap<>();

    private long reads;

    public static void main(String[] arguments) throws Exception {
      new Reader()
          .follow(Path.of(arguments[0]), new SplittableRandom(Long.parseLong(arguments[1])));
    }

    private void follow(Path path, SplittableRandom random) throws Exception {
      while (!Files.exists(path.resolve("zarr.json"))) {
        Thread.sleep(1);
      }
      int newest = 0;
      boolean complete = false;
      while (!complete) {
        // A new cache each time, or none, so that files are read while they are being replaced.
        try (Recording recording = Recording.open(path, random.nextBoolean() ? 0 : 1 << 20)) {
          for (int round = 0; round < 50 && !complete; round++) {
            recording.refresh();
            int frames = recording.info().frames();
            assertThat(frames).isGreaterThanOrEqualTo(newest);
            newest = frames;
            complete = recording.info().complete();
            for (int i = 0; i < 4 && frames > 0; i++) {
              read(recording, i == 0 ? frames - 1 : random.nextInt(frames));
            }
          }
        }
      }
      System.out.println(reads + " frames read of " + newest);
    }

    private void read(Recording recording, int frame) throws IOException {
      KilledWriterTest.assertRecorded(recording, frame);
      int hash =
          Arrays.hashCode(recording.activation("features/conv", frame))
              + Arrays.hashCode(recording.weights(frame));
      Integer before = seen.put(frame, hash);
      assertThat(before == null || before == hash).as("frame " + frame + " is as before").isTrue();
      reads++;
    }
  }

  @Test
  void readersInOtherProcessesNeverSeeAnErrorOrAFrameThatChanges() throws Exception {
    Path path = folder.resolve("live.zarr");
    List<Process> readers = new ArrayList<>();
    for (int reader = 0; reader < READERS; reader++) {
      readers.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-Xmx256m",
                  "--enable-native-access=ALL-UNNAMED",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Reader.class.getName(),
                  path.toString(),
                  String.valueOf(reader))
              .redirectErrorStream(true)
              .start());
    }
    try {
      Process writer =
          KilledWriterTest.start(
              folder, FastWriter.class, path.toString(), String.valueOf(SECONDS));
      assertThat(writer.waitFor()).isZero();
      for (Process reader : readers) {
        String output = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        System.out.print(output);
        assertThat(reader.waitFor()).as(output).isZero();
        assertThat(output).matches("[1-9][0-9]* frames read of [0-9]+\n");
      }
    } finally {
      readers.forEach(Process::destroy);
    }
    ZarrTree.assertValid(path);
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
  }
}
