package dev.zoetrope.bench;

import dev.zoetrope.files.FileTree;
import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.RecordingWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/**
 * Times commits that survive power loss against commits that need not, in turn and of the same
 * frames: {@code DurabilityCost [FOLDER]}, on the disk where the folder lies.
 */
public final class DurabilityCost {

  private static final int WARM_UP = 20;
  private static final int ROUNDS = 220;

  private DurabilityCost() {}

  /** Prints medians and 95th percentiles. */
  public static void main(String[] arguments) throws IOException {
    Path parent = Path.of(arguments.length > 0 ? arguments[0] : ".");
    Path plainFolder = Files.createTempDirectory(parent, "plain");
    Path durableFolder = Files.createTempDirectory(parent, "durable");
    long[] plainNanos = new long[ROUNDS];
    long[] durableNanos = new long[ROUNDS];
    SyntheticRun run = new SyntheticRun();
    try (RecordingWriter plain = SyntheticRun.writer(plainFolder, ROUNDS, Precision.INT8, false);
        RecordingWriter durable =
            SyntheticRun.writer(durableFolder, ROUNDS, Precision.INT8, true)) {
      for (int round = 0; round < ROUNDS; round++) {
        Frame frame = run.next();
        plainNanos[round] = commit(plain, frame);
        durableNanos[round] = commit(durable, frame);
      }
    } finally {
      FileTree.delete(plainFolder);
      FileTree.delete(durableFolder);
    }
    print("plain", plainNanos);
    print("durable", durableNanos);
  }

  private static long commit(RecordingWriter writer, Frame frame) throws IOException {
    writer.append(frame);
    long begin = System.nanoTime();
    writer.commit();
    return System.nanoTime() - begin;
  }

  private static void print(String name, long[] nanos) {
    long[] sorted = Arrays.copyOfRange(nanos, WARM_UP, nanos.length);
    Arrays.sort(sorted);
    System.out.printf(
        Locale.ROOT,
        "%s commit: median %.2f ms, 95 %% below %.2f ms%n",
        name,
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 95 / 100] / 1e6);
  }
}
