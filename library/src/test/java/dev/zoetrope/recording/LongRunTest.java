package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Long runs cost nothing but space. Takes minutes and gigabytes, so it runs only on request: {@code
 * -Dzoetrope.frames=1000000} for many frames, {@code -Dzoetrope.gigabytes=5} for large files.
 */
class LongRunTest {

  @TempDir private Path folder;

  private static void inAnotherProcess(Class<?> main, String... arguments) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    main.getName()),
                Stream.of(arguments))
            .toList();
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  /** Arguments: folder, frames. */
  static final class ManyFrames {

    private static final int SHORT = 1000;

    public static void main(String[] arguments) throws Exception {
      Path shortOne = Path.of(arguments[0], "short.zarr");
      Path longOne = Path.of(arguments[0], "long.zarr");
      write(shortOne, SHORT);
      write(longOne, Integer.parseInt(arguments[1]));
      printSize(longOne);
      for (int round = 0; round < 3; round++) { // the first warms up
        compare(shortOne, longOne, round == 2);
      }
    }

    private static void write(Path path, int frames) throws IOException {
      int commits = 0;
      long[] nanos = new long[frames / 100];
      try (RecordingWriter writer = Samples.writer(path, 0)) {
        for (int frame = 0; frame < frames; frame++) {
          writer.append(Samples.frame(frame));
          if (frame % 100 == 99) {
            long begin = System.nanoTime();
            writer.commit();
            nanos[commits++] = System.nanoTime() - begin;
          }
          if (frame % Math.max(1, frames / 5) == frames / 10) {
            printMemory(frame);
          }
        }
        writer.end("ended", true);
      }
      if (frames > SHORT) {
        double first = median(nanos, 0, commits / 10);
        double last = median(nanos, commits - commits / 10, commits);
        System.out.printf(
            Locale.ROOT, "median commit: first tenth %.2f ms, last %.2f ms%n", first, last);
        assertThat(last).isLessThan(1.5 * first + 1);
      }
    }

    private static double median(long[] nanos, int from, int to) {
      long[] part = Arrays.copyOfRange(nanos, from, to);
      Arrays.sort(part);
      return part[part.length / 2] / 1e6;
    }

    private static void printMemory(int frame) throws IOException {
      System.gc();
      long heap = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
      String resident = "unknown";
      Path status = Path.of("/proc/self/status");
      if (Files.exists(status)) {
        try (Stream<String> lines = Files.lines(status)) {
          resident = lines.filter(l -> l.startsWith("VmRSS")).findFirst().orElse(resident);
        }
      }
      System.out.printf(Locale.ROOT, "frame %,d: heap %.1f MB, %s%n", frame, heap / 1e6, resident);
    }

    private static void printSize(Path path) throws IOException {
      try (Stream<Path> all = Files.walk(path)) {
        long[] sizes =
            all.filter(Files::isRegularFile).mapToLong(f -> f.toFile().length()).toArray();
        System.out.printf(
            Locale.ROOT, "%,d files, %,d bytes%n", sizes.length, Arrays.stream(sizes).sum());
      }
    }

    private static void compare(Path shortOne, Path longOne, boolean strict) throws IOException {
      double openShort = open(shortOne);
      double openLong = open(longOne);
      double seekShort = seek(shortOne);
      double seekLong = seek(longOne);
      System.out.printf(
          Locale.ROOT,
          "open %.3f ms, long %.3f ms; read a frame at random %.3f ms, long %.3f ms%n",
          openShort,
          openLong,
          seekShort,
          seekLong);
      if (strict) {
        assertThat(openLong).isLessThan(1.5 * openShort);
        assertThat(seekLong).isLessThan(1.5 * seekShort);
      }
    }

    private static double open(Path path) throws IOException {
      long[] nanos = new long[500];
      for (int i = 0; i < nanos.length; i++) {
        long begin = System.nanoTime();
        Recording.open(path).close();
        nanos[i] = System.nanoTime() - begin;
      }
      return median(nanos, 0, nanos.length);
    }

    /** Reads without a cache of chunks; the files are in the system's cache. */
    private static double seek(Path path) throws IOException {
      SplittableRandom random = new SplittableRandom(1);
      long[] nanos = new long[2000];
      try (Recording recording = Recording.open(path, 0)) {
        for (int i = 0; i < nanos.length; i++) {
          int frame = random.nextInt(recording.info().frames());
          long begin = System.nanoTime();
          recording.activation("exact", frame);
          recording.activation("features/conv", frame);
          nanos[i] = System.nanoTime() - begin;
          KilledWriterTest.assertActivations(recording, frame);
        }
      }
      return median(nanos, 0, nanos.length);
    }
  }

  /** Arguments: folder, gigabytes. */
  static final class LargeFiles {

    private static final Layer LAYER =
        new Layer("x", "T", List.of(1, 512, 512), OptionalDouble.empty(), Precision.FLOAT32);

    public static void main(String[] arguments) throws Exception {
      Path path = Path.of(arguments[0], "a.zarr");
      int frames = Integer.parseInt(arguments[1]) * 1000;
      Probes probe = new Probes(List.of(1), new float[1], new long[1]);
      try (RecordingWriter writer =
          RecordingWriter.create(
              path, new RunInfo("large", Instant.EPOCH, frames, Map.of()), probe, List.of(LAYER))) {
        for (int frame = 0; frame < frames; frame++) {
          writer.append(new Frame(frame, 1, 1, 1, List.of(values(frame))));
          writer.commitIfDue();
        }
        writer.end("ended", true);
      }
      Path zip = Path.of(arguments[0], "a.zarr.zip");
      RecordingPacker.pack(path, zip, false, Progress.NONE);
      System.out.printf(Locale.ROOT, "the zip has %,d bytes%n", Files.size(zip));
      assertThat(Files.size(zip)).isGreaterThan(4L << 30);
      try (Recording loose = Recording.open(path, 0);
          Recording packed = Recording.open(zip, 0)) {
        for (int frame : new int[] {0, 1, frames / 2, frames - 1}) {
          assertThat(loose.activation("x", frame)).isEqualTo(values(frame));
          assertThat(packed.activation("x", frame)).isEqualTo(values(frame));
        }
      }
      RecordingVerifier.Report report = RecordingVerifier.verify(zip, Progress.NONE);
      assertThat(report.damage()).isEmpty();
      System.out.printf(Locale.ROOT, "verified: %,d chunks%n", report.chunks());
    }

    /** Returns noise, which does not compress. */
    private static float[] values(int frame) {
      SplittableRandom random = new SplittableRandom(frame);
      float[] values = new float[1 << 18];
      for (int i = 0; i < values.length; i++) {
        values[i] = (random.nextInt() >> 8) * 0x1p-23f;
      }
      return values;
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "zoetrope.frames", matches = "\\d+")
  void manyFrames() throws Exception {
    inAnotherProcess(ManyFrames.class, folder.toString(), System.getProperty("zoetrope.frames"));
  }

  @Test
  @EnabledIfSystemProperty(named = "zoetrope.gigabytes", matches = "\\d+")
  void largeFiles() throws Exception {
    inAnotherProcess(LargeFiles.class, folder.toString(), System.getProperty("zoetrope.gigabytes"));
  }
}
