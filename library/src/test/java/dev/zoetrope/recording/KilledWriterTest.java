package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.github.luben.zstd.Zstd;
import com.google.gson.Gson;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In full: {@code ./mvnw verify -Dzoetrope.kills=1000}. */
class KilledWriterTest {

  private static final int KILLS = Integer.getInteger("zoetrope.kills", 24);
  private static final int FRAMES_PER_CHUNK = 64;

  /** What a writer reports that it is about to do, or has just done. */
  private enum Phase {
    CREATE,
    APPEND,
    ROLL_OVER,
    COMMIT,
    COMMITTED,
    CLOSE,
    PACK,
    PACKED
  }

  @TempDir private Path folder;

  /**
   * Writes, closes and packs one recording after another until it is killed, and reports each step.
   */
  static final class Victim {

    public static void main(String[] arguments) throws IOException {
      SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[1]));
      for (int number = 0; ; number++) {
        Path path = Path.of(arguments[0], number + ".zarr");
        int frames = random.nextInt(140);
        say(Phase.CREATE, number);
        try (RecordingWriter writer = Samples.writer(path, random.nextBoolean() ? 0 : frames)) {
          for (int frame = 0; frame < frames; frame++) {
            boolean full = frame % FRAMES_PER_CHUNK == FRAMES_PER_CHUNK - 1;
            say(full ? Phase.ROLL_OVER : Phase.APPEND, frame);
            writer.append(Samples.frame(frame));
            writer.advanceCommit();
            if (random.nextInt(8) == 0) {
              say(Phase.COMMIT, writer.frames());
              writer.commit();
              say(Phase.COMMITTED, writer.frames());
            }
          }
          writer.end("ended", true);
          say(Phase.CLOSE, frames);
        }
        say(Phase.PACK, frames);
        RecordingPacker.pack(path, packed(path), false, Progress.NONE);
        say(Phase.PACKED, frames);
      }
    }

    private static void say(Phase phase, int number) {
      System.out.println(phase + " " + number);
      exitIfNobodyListens();
    }
  }

  /** Appends a frame every few milliseconds and commits a part at a time, as a recorder does. */
  static final class SlowVictim {

    public static void main(String[] arguments) throws Exception {
      try (RecordingWriter writer = Samples.writer(Path.of(arguments[0]), 0)) {
        for (int frame = 0; ; frame++) {
          writer.append(Samples.frame(frame));
          System.out.println(System.currentTimeMillis());
          exitIfNobodyListens();
          writer.advanceCommit();
          Thread.sleep(5);
        }
      }
    }
  }

  /** Ends the victim if the test itself was killed. */
  private static void exitIfNobodyListens() {
    if (System.out.checkError()) {
      System.exit(1);
    }
  }

  /** The last reports of a killed writer. */
  private record Obituary(Phase phase, int recording, int begun, int committed) {}

  static Path packed(Path recording) {
    return recording.resolveSibling(recording.getFileName() + ".zip");
  }

  /** Starts a lightweight JVM that only records, so that many can run. */
  static Process start(Path folder, Class<?> main, String... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.add("-Djava.io.tmpdir=" + folder); // zstd unpacks its library there
    String classPath =
        Stream.of(Samples.class, RecordingWriter.class, Gson.class, Zstd.class)
            .map(KilledWriterTest::origin)
            .collect(Collectors.joining(File.pathSeparator));
    command.addAll(List.of("-cp", classPath, main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static String origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void everyCommittedFrameSurvivesSigkillAtAnyMoment() throws Exception {
    Map<Phase, Integer> phases = new EnumMap<>(Phase.class);
    ExecutorService two = Executors.newFixedThreadPool(2);
    try {
      List<Future<Phase>> kills = new ArrayList<>();
      for (int seed = 1; seed <= KILLS; seed++) {
        int ofThis = seed;
        kills.add(two.submit(() -> kill(ofThis)));
      }
      for (Future<Phase> kill : kills) {
        phases.merge(kill.get(), 1, Integer::sum);
      }
    } finally {
      two.shutdownNow();
    }
    System.out.println(KILLS + " kills after the writer said " + phases);
    assertThat(phases.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(KILLS);
  }

  private Phase kill(int seed) throws Exception {
    Path own = Files.createDirectory(folder.resolve("kill" + seed));
    Process victim = start(own, Victim.class, own.toString(), String.valueOf(seed));
    Phase phase = Phase.CREATE;
    int recording = -1;
    int begun = 0;
    int committed = 0;
    try (BufferedReader lines = victim.inputReader()) {
      SplittableRandom random = new SplittableRandom(-seed);
      Phase awaited = Phase.values()[random.nextInt(Phase.values().length)];
      int times = 1 + random.nextInt(3);
      List<String> heard = new ArrayList<>();
      do {
        heard.add(lines.readLine());
      } while (heard.stream().filter(l -> l.startsWith(awaited + " ")).count() < times);
      Thread.sleep(0, random.nextInt(1_000_000)); // any moment of it, or a little later
      victim.toHandle().destroyForcibly(); // unlike the process, leaves its output to be read
      lines.lines().forEach(heard::add);
      for (String line : heard) {
        String[] said = line.split(" ", 2);
        int number = Integer.parseInt(said[1]);
        phase = Phase.valueOf(said[0]);
        switch (phase) {
          case CREATE -> {
            recording = number;
            committed = 0;
            begun = 0;
          }
          case APPEND, ROLL_OVER -> begun = number + 1; // committed at once if due
          case COMMIT, CLOSE -> begun = number;
          case COMMITTED, PACK -> committed = number;
          default -> {}
        }
      }
    }
    assertThat(victim.waitFor(10, TimeUnit.SECONDS)).isTrue();
    Obituary obituary = new Obituary(phase, recording, Math.max(begun, committed), committed);
    try {
      assertIntact(own, obituary);
    } catch (AssertionError | Exception e) {
      throw new AssertionError("kill " + seed + ", " + obituary, e);
    }
    deleteTree(own);
    return phase;
  }

  private static void assertIntact(Path own, Obituary obituary) throws Exception {
    Path path = own.resolve(obituary.recording + ".zarr");
    if (!Files.exists(path.resolve("zarr.json"))) {
      assertThat(obituary.phase).isEqualTo(Phase.CREATE);
      assertThatThrownBy(() -> Recording.open(path)).isInstanceOf(IOException.class);
    } else {
      ZarrTree.assertValid(path);
      assertEveryCommittedFrame(path, obituary);
      assertCleaned(path);
    }
    for (int earlier = 0; earlier < obituary.recording; earlier++) {
      try (Recording packed = Recording.open(own.resolve(earlier + ".zarr.zip"))) {
        assertThat(packed.info().complete()).isTrue();
      }
    }
    if (obituary.phase.compareTo(Phase.PACK) >= 0) {
      assertPacked(path, obituary);
    }
  }

  private static void assertEveryCommittedFrame(Path path, Obituary obituary) throws IOException {
    try (Recording recording = Recording.open(path)) {
      int frames = recording.info().frames();
      assertThat(frames).isBetween(obituary.committed, obituary.begun);
      if (recording.info().complete()) {
        assertThat(obituary.phase).isGreaterThanOrEqualTo(Phase.CLOSE);
      }
      assertThat(recording.steps()).hasSize(frames);
      for (int frame = 0; frame < frames; frame++) {
        assertRecorded(recording, frame);
      }
    }
    assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
  }

  /** Compares one frame with the values that {@link Samples} gave to the writer. */
  static void assertRecorded(Recording recording, int frame) throws IOException {
    assertThat(recording.steps()[frame]).isEqualTo(frame);
    assertActivations(recording, frame);
    // A level is at most 0.8 ÷ 3072.
    assertClose(recording.weights(frame), Samples.weights(frame), 0.9f * 0.8f / 3072);
  }

  static void assertActivations(Recording recording, int frame) throws IOException {
    assertThat(recording.activation("exact", frame))
        .isEqualTo(Samples.values(Samples.EXACT, frame));
    assertClose(
        recording.activation("dense", frame), Samples.values(Samples.DENSE, frame), 0x1p-11f);
    assertClose(
        recording.activation("features/conv", frame),
        Samples.values(Samples.CONV, frame),
        1 / 127f);
  }

  private static void assertClose(float[] actual, float[] expected, float distance) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(distance));
    }
  }

  private static void assertCleaned(Path path) throws IOException {
    List<Path> before = files(path);
    List<Path> left = before.stream().filter(f -> f.toString().endsWith(".tmp")).toList();
    assertThat(RecordingVerifier.clean(path)).isEqualTo(left.size());
    before.removeAll(left);
    assertThat(files(path)).isEqualTo(before);
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      return new ArrayList<>(all.filter(Files::isRegularFile).sorted().toList());
    }
  }

  private static void assertPacked(Path path, Obituary obituary) throws IOException {
    Path zip = packed(path);
    if (obituary.phase == Phase.PACKED) {
      assertThat(zip).exists();
    }
    if (Files.exists(zip)) {
      assertEveryCommittedFrame(zip, obituary);
    }
    RecordingPacker.pack(path, zip, true, Progress.NONE);
    assertEveryCommittedFrame(zip, obituary);
    assertThat(zip.resolveSibling(zip.getFileName() + ".tmp")).doesNotExist();
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void aKilledRecorderLosesNoMoreThanItsLastSecond() throws Exception {
    Path path = folder.resolve("slow.zarr");
    Process victim = start(folder, SlowVictim.class, path.toString());
    List<Long> appended = new ArrayList<>();
    try (BufferedReader lines = victim.inputReader()) {
      appended.add(Long.valueOf(lines.readLine()));
      Thread.sleep(2500);
      victim.toHandle().destroyForcibly();
      lines.lines().map(Long::valueOf).forEach(appended::add);
    }
    try (Recording recording = Recording.open(path)) {
      int frames = recording.info().frames();
      assertThat(frames).isLessThanOrEqualTo(appended.size() + 1);
      if (frames < appended.size()) {
        long lost = appended.get(appended.size() - 1) - appended.get(frames);
        // A commit takes longer on a busy machine.
        assertThat(lost).as("milliseconds of frames lost").isLessThan(1500);
      }
    }
  }
}
