package dev.zoetrope.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingPacker;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.viewer.SampleRecording;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLoaderTest {

  @TempDir private Path folder;
  private final ExecutorService modelThread = Executors.newSingleThreadExecutor();
  private final PlayerModel model = new PlayerModel();
  private final BlockingQueue<Change> changes = new ArrayBlockingQueue<>(100);
  private final BlockingQueue<String> notices = new ArrayBlockingQueue<>(100);
  private final OpenRecordings recordings = new OpenRecordings();
  private final BlockingQueue<Exception> failures = new ArrayBlockingQueue<>(10);

  @AfterEach
  void stop() {
    modelThread.shutdownNow();
  }

  private RunLoader loader() {
    model.addListener(changes::add);
    return new RunLoader(
        model, modelThread, recordings, (path, e) -> failures.add(e), notices::add);
  }

  @Test
  void opensAFinishedRunAtItsBeginning() throws Exception {
    Path path = SampleRecording.write(folder.resolve("a.zarr"), 5);
    try (RunLoader loader = loader()) {
      loader.open(path);
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.RECORDING);
      assertThat(model.frame()).isZero();
      assertThat(model.transport().following()).isFalse();
    }
  }

  @Test
  void followsAGrowingRunUntilItIsComplete() throws Exception {
    SampleRecording sample = SampleRecording.begin(folder.resolve("b.zarr"), 10);
    sample.append();
    sample.commit();
    try (RunLoader loader = loader()) {
      loader.open(folder.resolve("b.zarr"));
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.RECORDING);
      assertThat(model.transport().following()).isTrue();
      sample.append();
      sample.commit();
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.GROWTH);
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.FRAME);
      assertThat(model.frame()).isEqualTo(1);
      sample.close();
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.GROWTH);
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.TRANSPORT);
      assertThat(model.transport().following()).isFalse();
    }
  }

  @Test
  void saysWhyARecordingCannotBeOpenedAndKeepsTheOpenOne() throws Exception {
    try (RunLoader loader = loader()) {
      loader.open(SampleRecording.write(folder.resolve("c.zarr"), 3));
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.RECORDING);
      loader.open(folder.resolve("absent.zarr"));
      assertThat(failures.poll(10, TimeUnit.SECONDS)).isInstanceOf(NoSuchFileException.class);
      assertThat(model.run().frames()).isEqualTo(3);
    }
  }

  private void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.call()) {
      assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  /** The event dispatch thread is busy, so the player is closed before B is shown. */
  @Test
  void closesTheOldAndTheNewRecordingBeforeTheNewIsShown() throws Exception {
    Path a = SampleRecording.write(folder.resolve("a.zarr"), 3);
    Path b = SampleRecording.write(folder.resolve("b.zarr"), 4);
    List<Runnable> waiting = new CopyOnWriteArrayList<>();
    RunLoader loader =
        new RunLoader(model, waiting::add, recordings, (path, e) -> failures.add(e), notices::add);
    loader.open(a);
    await("A", () -> !waiting.isEmpty());
    waiting.remove(0).run();
    loader.open(b);
    await("B", () -> !waiting.isEmpty());
    loader.close();
    waiting.remove(0).run();
    await("both to be closed", () -> recordings.count() == 0);
    assertThat(model.run().frames()).as("B is not shown any more").isEqualTo(3);
    loader.open(b);
    Thread.sleep(100);
    assertThat(waiting).isEmpty();
    assertThat(recordings.count()).isZero();
    assertThat(failures).isEmpty();
  }

  @Test
  void triesAgainIfARecordingCannotBeReadForAWhile() throws Exception {
    Path path = folder.resolve("b.zarr");
    SampleRecording sample = SampleRecording.begin(path, 10);
    sample.append();
    sample.commit();
    try (RunLoader loader = loader()) {
      loader.open(path);
      await("the recording", () -> model.frame() == 0 && model.hasFrames());
      byte[] root = Files.readAllBytes(path.resolve("zarr.json"));
      for (int time = 0; time < 2; time++) {
        Files.write(path.resolve("zarr.json"), new byte[] {'{'});
        assertThat(notices.poll(10, TimeUnit.SECONDS))
            .contains("Cannot check for new steps")
            .contains("Trying again");
        Files.write(path.resolve("zarr.json"), root);
        await("the notice to disappear", () -> notices.contains(""));
        notices.clear();
      }
      sample.append();
      sample.commit();
      await("the new step", () -> model.frame() == 1);
      assertThat(model.transport().following()).isTrue();
      sample.close();
      await("the end", () -> model.run().info().complete());
    }
  }

  @Test
  void opensARunThatReplacesTheOpenOne() throws Exception {
    Path path = folder.resolve("b.zarr");
    SampleRecording old = SampleRecording.begin(path, 10, "old");
    for (int frame = 0; frame < 5; frame++) {
      old.append();
    }
    old.commit();
    try (RunLoader loader = loader()) {
      loader.open(path);
      await("the recording", () -> model.frame() == 4);
      SheetCell pin = new SheetCell(1, 3, 2, 2);
      runOnModelThread(
          () -> {
            model.selectLayer(1);
            model.setHiddenProbes(Set.of(4));
            model.setHiddenChannels(Set.of(0));
            model.setPin(pin);
            model.setZoom(7);
          });
      Files.move(path, folder.resolve("aside.zarr"));
      SampleRecording newer = SampleRecording.begin(path, 10, "new");
      newer.append();
      newer.append();
      newer.commit();
      await("the new run", () -> model.run().info().run().name().equals("new"));
      await("its newest step", () -> model.frame() == 1);
      await("a notice", () -> notices.stream().anyMatch(t -> t.contains("new recording")));
      runOnModelThread(
          () -> {
            assertThat(model.transport().following()).isTrue();
            assertThat(model.layer().name()).isEqualTo("relu2");
            assertThat(model.view().hiddenProbes).containsExactly(4);
            assertThat(model.view().hiddenChannels()).containsExactly(0);
            assertThat(model.pin()).contains(pin);
            assertThat(model.view().zoom).isEqualTo(7);
          });
      await("the old one to be closed", () -> recordings.count() == 1);
      newer.append();
      newer.commit();
      await("a step of the new run", () -> model.frame() == 2);
      newer.close();
      old.close();
    }
  }

  private void runOnModelThread(Runnable task) throws Exception {
    modelThread.submit(task).get(20, TimeUnit.SECONDS);
  }

  /** A zip is open as long as it is read: an export of A continues while B is shown. */
  @Test
  void aRecordingStaysOpenForAnExportAfterAnotherIsShown() throws Exception {
    Path zip = folder.resolve("a.zarr.zip");
    RecordingPacker.pack(
        SampleRecording.write(folder.resolve("a.zarr"), 100), zip, false, Progress.NONE);
    Path b = SampleRecording.write(folder.resolve("b.zarr"), 3);
    try (RunLoader loader = loader()) {
      loader.open(zip);
      await("A", model::hasFrames);
      Recording a = model.recording().orElseThrow();
      assertThat(recordings.use(a)).isTrue();
      loader.open(b);
      await("B", () -> model.run().frames() == 3);
      Thread.sleep(200);
      assertThat(a.activation("conv1", 99)).isNotEmpty();
      recordings.leave(a);
      assertThat(recordings.use(a)).as("nobody else uses it").isFalse();
      assertThatThrownBy(() -> a.activation("conv1", 40)).hasMessageContaining("closed");
    }
    await("all to be closed", () -> recordings.count() == 0);
  }
}
