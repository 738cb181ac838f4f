package dev.zoetrope.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.zoetrope.recording.DevelopingWriter;
import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.ParameterInfo;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingPacker;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import dev.zoetrope.recording.WeightPrecision;
import dev.zoetrope.recording.WeightsInfo;
import dev.zoetrope.recording.WriterOptions;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.viewer.SampleRecording;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
  void saysWhatADeferredRecordingWaitsForAndShowsItOnceItIsThere() throws Exception {
    Path path = folder.resolve("d.zarr");
    WeightsInfo weights =
        new WeightsInfo(
            WeightPrecision.EXACT, List.of(new ParameterInfo("w", "weight", List.of(1))));
    Layer layer = new Layer("a", "T", List.of(1), OptionalDouble.empty(), Precision.FLOAT32);
    RunInfo run = new RunInfo("deferred", Instant.now(), 2, Map.of());
    Probes probes = new Probes(List.of(1), new float[1], new long[1]);
    WriterOptions options = WriterOptions.DEFAULT.weights(weights).deferring();
    RecordingWriter writer = RecordingWriter.create(path, run, probes, List.of(layer), options);
    try (RunLoader loader = loader()) {
      writer.append(deferred(0));
      writer.commit();
      loader.open(path);
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.RECORDING);
      assertThat(model.hasFrames()).isFalse();
      assertThat(notices.poll(10, TimeUnit.SECONDS))
          .isEqualTo(
              "The weights of 1 step are recorded. Their activations are computed when training ends.");
      writer.append(deferred(1));
      writer.end("ended", true);
      writer.close();
      awaitNotice("The activations of 2 of 2 steps are still to be computed");
      try (DevelopingWriter developing = DevelopingWriter.open(path)) {
        developing.append(List.of(new float[1]));
        developing.append(List.of(new float[1]));
      }
      awaitNotice("");
      assertThat(model.run().frames()).isEqualTo(2);
      assertThat(model.run().isFinished()).isTrue();
    }
  }

  private static Frame deferred(int step) {
    return new Frame(step, 0, 1, 1, List.of(), Optional.of(new float[1]), Map.of());
  }

  private void awaitNotice(String beginning) throws InterruptedException {
    String notice;
    do {
      notice = notices.poll(10, TimeUnit.SECONDS);
      assertThat(notice).isNotNull();
    } while (beginning.isEmpty() ? !notice.isEmpty() : !notice.startsWith(beginning));
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
