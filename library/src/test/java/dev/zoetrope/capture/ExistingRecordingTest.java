package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import dev.zoetrope.files.FileTree;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.ReplacedRecording;
import dev.zoetrope.recording.RunInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a recorder does with an existing recording at its path. */
class ExistingRecordingTest {

  @TempDir private Path folder;
  private Path path;

  @BeforeEach
  void choosePath() {
    path = folder.resolve("run.zarr");
  }

  private RecorderBuilder recorder() {
    return recorder(path);
  }

  private static RecorderBuilder recorder(Path to) {
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      return ActivationRecorder.to(to).probes(GuestLoop.inputs(manager, 2, 5));
    }
  }

  private static void train(ActivationRecorder recorder, int updates) throws Exception {
    try (GuestLoop loop = new GuestLoop(recorder)) {
      for (int batch = 0; batch < updates; batch++) {
        loop.batch(batch);
        loop.update();
      }
      loop.epoch();
    }
  }

  private static long[] steps(Path recording) throws IOException {
    try (Recording open = Recording.open(recording)) {
      return open.steps();
    }
  }

  private Stream<String> names() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).toList().stream();
    }
  }

  @Test
  void isRefusedUnlessToldWhatToDo() throws Exception {
    train(recorder().build(), 2);
    assertThatThrownBy(recorder()::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("replace()")
        .hasMessageContaining("continueIn()")
        .hasMessageContaining("numbered()");
    assertThat(steps(path)).containsExactly(0, 1, 2);
  }

  @Test
  void isReplacedOnceTheNewOneHasAFrame() throws Exception {
    train(recorder().build(), 2);
    ActivationRecorder recorder = recorder().replace().build();
    assertThat(steps(path)).as("the recorder is built but has not begun").containsExactly(0, 1, 2);
    train(recorder, 1);
    assertThat(steps(path)).containsExactly(0, 1);
    assertThat(names()).containsExactly("run.zarr");
  }

  @Test
  void staysIfTheNewOneFailsOrNeverBegins() throws Exception {
    train(recorder().build(), 2);
    assertThatThrownBy(() -> train(recorder().replace().layers("nosuch").build(), 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(steps(path)).containsExactly(0, 1, 2);
    train(recorder().replace().build(), 0);
    assertThat(steps(path)).containsExactly(0, 1, 2);
    assertThat(names()).containsExactly("run.zarr");
  }

  @Test
  void staysIfNoFrameIsTaken() throws Exception {
    train(recorder().build(), 2);
    ActivationRecorder recorder = recorder().replace().steps(step -> step > 100).build();
    train(recorder, 3);
    assertThat(steps(path)).containsExactly(0, 1, 2);
    assertThat(names()).containsExactly("run.zarr");
    assertThat(recorder.failure())
        .hasValueSatisfying(
            failure -> assertThat(failure).hasMessageContaining("no frame was taken in 3 updates"));
  }

  /**
   * The state after a process was killed between moving the old recording aside and its first
   * frame.
   */
  @ParameterizedTest
  @ValueSource(strings = {"nothing", "an empty folder", "no frame"})
  void isRestoredIfTheReplacingProcessWasKilled(String left) throws Exception {
    train(recorder().build(), 2);
    Files.move(path, folder.resolve(".run.zarr.replaced"));
    if (left.equals("an empty folder")) {
      Files.createDirectory(path);
    } else if (left.equals("no frame")) {
      Layer layer = new Layer("a", "T", List.of(1), OptionalDouble.empty(), Precision.FLOAT32);
      RunInfo run = new RunInfo("killed", Instant.EPOCH, 0, Map.of());
      Probes probes = new Probes(List.of(1), new float[1], new long[1]);
      RecordingWriter.create(path, run, probes, List.of(layer)).close();
    }
    assertThatThrownBy(recorder()::build).isInstanceOf(IllegalStateException.class);
    assertThat(steps(path)).containsExactly(0, 1, 2);
    assertThat(names()).containsExactly("run.zarr");
  }

  @Test
  void staysWhileAnotherRecorderWritesIt() throws Exception {
    ActivationRecorder first = recorder().build();
    try (GuestLoop loop = new GuestLoop(first)) {
      loop.batch(0);
      loop.update();
      for (RecorderBuilder second : List.of(recorder().replace(), recorder().continueIn())) {
        ActivationRecorder later = second.build();
        train(later, 1);
        if (later.failure().isPresent()) {
          assertThat(later.failure().get())
              .hasMessageContaining(path + ": is being written by this program");
        }
      }
      loop.batch(1);
      loop.update();
      loop.epoch();
    }
    assertThat(first.failure()).isEmpty();
    assertThat(steps(path)).containsExactly(0, 1, 2);
    assertThat(steps(folder.resolve("run-2.zarr"))).hasSize(2);
    assertThat(names()).containsExactlyInAnyOrder("run.zarr", "run-2.zarr");
  }

  @ParameterizedTest
  @ValueSource(strings = {"notes.txt", "layers/plan.md", "sub/zarr.json", "c.0"})
  void isNotReplacedIfItHoldsOtherFiles(String other) throws Exception {
    train(recorder().build(), 2);
    Files.createDirectories(path.resolve(other).getParent());
    Files.writeString(path.resolve(other), "mine");
    if (other.equals("c.0")) {
      Files.createSymbolicLink(path.resolve("link"), path.resolve(other));
    }
    assertThatThrownBy(recorder().replace()::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(other.equals("c.0") ? "link" : other)
        .hasMessageContaining("not replaced");
    assertThat(steps(path)).containsExactly(0, 1, 2);
    assertThat(path.resolve(other)).hasContent("mine");
  }

  @Test
  void isReplacedDespiteFilesOfTheOperatingSystem() throws Exception {
    train(recorder().build(), 2);
    Files.writeString(path.resolve(".DS_Store"), "");
    Files.writeString(path.resolve("layers/c.0.0.tmp"), "");
    train(recorder().replace().build(), 1);
    assertThat(steps(path)).containsExactly(0, 1);
  }

  @Test
  void describesItsEndWithTheSameDigitsInEveryLocale() throws Exception {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.forLanguageTag("ar-EG"));
    try {
      assertThat("%d".formatted(7)).as("this locale has other digits").isNotEqualTo("7");
      ActivationRecorder recorder = recorder().plannedFrames(9).build();
      GuestLoop loop = new GuestLoop(recorder);
      loop.batch(0);
      loop.update();
      loop.batch(1);
      recorder.cancel();
      loop.close();
    } finally {
      Locale.setDefault(before);
    }
    try (Recording recording = Recording.open(path)) {
      assertThat(recording.info().ending().orElseThrow())
          .contains("with 2 of 9 planned frames")
          .matches("\\p{ASCII}*");
    }
  }

  @Test
  void isReplacedAtTheTargetOfALink() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Path real = disk.resolve("real.zarr");
    Files.createSymbolicLink(path, Path.of("disk", "real.zarr"));
    train(recorder().build(), 2);
    assertThat(steps(real)).as("recorded through a dangling link").containsExactly(0, 1, 2);
    train(recorder().replace().build(), 1);
    assertThat(path).isSymbolicLink();
    assertThat(steps(real)).containsExactly(0, 1);
    assertThat(disk.toFile().list()).containsExactly("real.zarr");
    assertThat(names()).containsExactlyInAnyOrder("run.zarr", "disk");
  }

  /**
   * The state that kill -9 leaves between moving the old recording aside and the new one's first
   * commit.
   */
  @ParameterizedTest
  @ValueSource(strings = {"nothing", "a stump", "no frame"})
  void isRestoredIfItsSuccessorWasKilledBeforeItsFirstFrame(String left) throws Exception {
    train(recorder().build(), 4);
    Files.move(path, ReplacedRecording.aside(path));
    if (!left.equals("nothing")) {
      Files.createDirectories(path.resolve("probes"));
      Files.writeString(path.resolve("probes/zarr.json.tmp"), "{");
    }
    if (left.equals("no frame")) {
      FileTree.delete(path);
      float[] input = new float[5];
      RecordingWriter.create(
          path,
          new RunInfo("killed", Instant.EPOCH, 9, Map.of()),
          new Probes(List.of(5), input, new long[1]),
          List.of(new Layer("a", "Linear", List.of(3), OptionalDouble.empty(), Precision.FLOAT32)));
    }
    assertThatThrownBy(recorder()::build).hasMessageContaining("exists and is not empty");
    assertThat(steps(path)).containsExactly(0, 1, 2, 3, 4);
    train(recorder().replace().build(), 1);
    assertThat(steps(path)).containsExactly(0, 1);
    assertThat(names()).containsExactly("run.zarr");
  }

  @Test
  void isDeletedIfItsSuccessorHasFrames() throws Exception {
    train(recorder().build(), 4);
    Files.move(path, ReplacedRecording.aside(path));
    train(recorder(folder.resolve("new.zarr")).build(), 1);
    Files.move(folder.resolve("new.zarr"), path);
    recorder().numbered().build();
    assertThat(steps(path)).containsExactly(0, 1);
    assertThat(names()).containsExactly("run.zarr");
  }

  @Test
  void staysAsideIfSomethingElseIsInItsPlace() throws Exception {
    train(recorder().build(), 4);
    Files.move(path, ReplacedRecording.aside(path));
    Files.createDirectories(path);
    Files.writeString(path.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(recorder().replace()::build).isInstanceOf(IllegalStateException.class);
    assertThat(path.resolve("thesis.txt")).exists();
    assertThat(steps(ReplacedRecording.aside(path))).hasSize(5);
  }

  @Test
  void isNotReplacedIfItIsNotARecording() throws Exception {
    Files.createDirectories(path);
    Files.writeString(path.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(recorder().replace()::build)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("does not hold an intact recording, so it is not replaced");
    assertThat(path.resolve("thesis.txt")).exists();
  }

  @Test
  void getsANumberedNeighbour() throws Exception {
    for (int run = 1; run <= 3; run++) {
      train(recorder().numbered().build(), run);
    }
    assertThat(names()).containsExactlyInAnyOrder("run.zarr", "run-2.zarr", "run-3.zarr");
    assertThat(steps(folder.resolve("run-3.zarr"))).containsExactly(0, 1, 2, 3);
  }

  @Test
  void recordersThatStartTogetherGetSeparateFolders() throws Exception {
    List<Callable<Path>> takes = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      Destination destination = Destination.of(path, Destination.IfThere.NUMBER);
      takes.add(() -> destination.take().path());
    }
    ExecutorService threads = Executors.newFixedThreadPool(8);
    Set<Path> taken = new HashSet<>();
    for (Future<Path> take : threads.invokeAll(takes)) {
      taken.add(take.get());
    }
    threads.shutdown();
    assertThat(taken).hasSize(16).contains(path);
  }

  @Test
  void isContinuedInANumberedFolderWithItsStepNumbers() throws Exception {
    for (int run = 1; run <= 3; run++) {
      train(recorder().continueIn().build(), 2);
    }
    assertThat(steps(path)).containsExactly(0, 1, 2);
    assertThat(steps(folder.resolve("run-2.zarr"))).containsExactly(2, 3, 4);
    assertThat(steps(folder.resolve("run-3.zarr"))).containsExactly(4, 5, 6);
    try (Recording third = Recording.open(folder.resolve("run-3.zarr"))) {
      assertThat(third.epochs()).containsExactly(2, 3, 3);
      assertThat(third.info().run().details().get("continues").toString()).endsWith("run-2.zarr");
    }
  }
}
