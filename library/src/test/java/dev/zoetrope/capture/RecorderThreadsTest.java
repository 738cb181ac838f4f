package dev.zoetrope.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import dev.zoetrope.hooks.Networks;
import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingVerifier;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import dev.zoetrope.torture.WatchedDisk;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever threads do, and when: nothing hangs, no thread is left over, and training is not
 * affected.
 */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RecorderThreadsTest {

  private static final int FRAMES = 9;

  @TempDir private Path folder;

  @AfterEach
  void noThreadIsLeft() {
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("zoetrope-recorder");
  }

  /** Does something once, after the third frame was taken. */
  private static final class Then extends TrainingListenerAdapter {
    private final Callable<?> action;
    private int batches;

    Then(Callable<?> action) {
      this.action = action;
    }

    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batch) {
      if (++batches == 3) {
        try {
          action.call();
        } catch (RuntimeException e) {
          throw e;
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private Path path() {
    return folder.resolve("a.zarr");
  }

  private ActivationRecorder recorder(Path path) {
    return ActivationRecorder.to(path).probes(Networks.probes()).build();
  }

  private static Path slow(Path path) {
    return WatchedDisk.watch(
        path,
        (change, file) -> {
          try {
            Thread.sleep(5);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private void assertFrames(int frames, boolean complete) throws IOException {
    try (Recording recording = Recording.open(path())) {
      assertThat(recording.info().frames()).isEqualTo(frames);
      assertThat(recording.info().complete()).isEqualTo(complete);
    }
    assertThat(RecordingVerifier.verify(path(), Progress.NONE).damage()).isEmpty();
  }

  @Test
  void anotherThreadMayTrainThanTheOneThatMadeTheRecorder() throws Exception {
    ActivationRecorder recorder = recorder(path());
    ExecutorService other = Executors.newSingleThreadExecutor();
    try {
      byte[] weights = other.submit(() -> ActivationRecorderTest.train(recorder)).get();
      assertThat(weights).isEqualTo(ActivationRecorderTest.train());
    } finally {
      other.shutdown();
    }
    assertFrames(FRAMES, true);
  }

  @Test
  void aSlowDiskOnlySlowsTraining() throws Exception {
    assertThat(ActivationRecorderTest.train(recorder(slow(path()))))
        .isEqualTo(ActivationRecorderTest.train());
    assertFrames(FRAMES, true);
  }

  @Test
  void framesWaitInAFixedNumberOfBuffers() throws Exception {
    Set<float[]> buffers = Collections.newSetFromMap(new IdentityHashMap<>());
    BackgroundWriter background = background(slow(path()));
    for (int frame = 0; frame < 200; frame++) {
      List<float[]> values = background.buffers();
      buffers.add(values.get(0));
      background.submit(new Frame(frame, 1, 1, 1, values));
    }
    background.close(RecorderThreadsTest::end);
    assertThat(buffers).hasSizeLessThanOrEqualTo(4);
    assertFrames(200, true);
  }

  @Test
  void aFrameThatIsNeverReleasedIsStillWritten() throws Exception {
    BackgroundWriter background = background(path());
    try {
      background.submit(new Frame(0, 1, 1, 1, background.buffers()));
      try (Recording recording = Recording.open(path())) {
        while (recording.info().frames() == 0) { // within the timeout of this class
          Thread.sleep(5);
          recording.refresh();
        }
      }
    } finally {
      background.close(RecorderThreadsTest::end);
    }
    assertFrames(1, true);
  }

  @Test
  void framesStayInOrderWhoeverReleasesThem() throws Exception {
    BackgroundWriter background = background(path());
    ExecutorService other = Executors.newSingleThreadExecutor();
    AtomicBoolean done = new AtomicBoolean();
    try {
      Future<?> releasing =
          other.submit(
              () -> {
                while (!done.get()) {
                  background.release();
                }
              });
      for (int frame = 0; frame < 2000; frame++) {
        background.submit(new Frame(frame, 1, 1, 1, background.buffers()));
      }
      done.set(true);
      releasing.get();
    } finally {
      done.set(true);
      other.shutdown();
      background.close(RecorderThreadsTest::end);
    }
    assertThat(background.failure()).isEmpty();
    assertFrames(2000, true);
  }

  private static void end(RecordingWriter writer) {
    writer.end("ended", true);
  }

  private static BackgroundWriter background(Path path) throws IOException {
    Layer layer = new Layer("x", "T", List.of(5), OptionalDouble.empty(), Precision.FLOAT32);
    Probes probe = new Probes(List.of(1), new float[1], new long[1]);
    RunInfo run = new RunInfo("run", Instant.EPOCH, 0, Map.of());
    BackgroundWriter background = new BackgroundWriter(List.of(5), 0, 4);
    background.start(RecordingWriter.create(path, run, probe, List.of(layer)), () -> {});
    return background;
  }

  @Test
  void severalThreadsMayCloseAtOnceWhileFramesAreWritten() throws Exception {
    ActivationRecorder recorder = recorder(slow(path()));
    ExecutorService closers = Executors.newFixedThreadPool(2);
    try {
      byte[] weights =
          ActivationRecorderTest.train(
              recorder,
              new Then(
                  () -> {
                    Future<?> first = closers.submit(close(recorder));
                    Future<?> second = closers.submit(close(recorder));
                    recorder.close();
                    first.get();
                    second.get();
                    return null;
                  }));
      assertThat(weights).isEqualTo(ActivationRecorderTest.train());
      recorder.close();
    } finally {
      closers.shutdown();
    }
    assertFrames(3, false);
  }

  private static Callable<Void> close(ActivationRecorder recorder) {
    return () -> {
      recorder.close();
      return null;
    };
  }

  @Test
  void aThreadMayCloseWhileAnotherTakesFrames() throws Exception {
    ActivationRecorder recorder = recorder(slow(path()));
    ExecutorService closer = Executors.newSingleThreadExecutor();
    try {
      List<Future<?>> closed = new ArrayList<>();
      Then closing = new Then(() -> closed.add(closer.submit(close(recorder)))); // does not wait
      assertThat(ActivationRecorderTest.train(closing, recorder))
          .isEqualTo(ActivationRecorderTest.train());
      closed.get(0).get(30, TimeUnit.SECONDS);
    } finally {
      closer.shutdown();
    }
    assertThat(RecordingVerifier.verify(path(), Progress.NONE).damage()).isEmpty();
  }

  @Test
  void anInterruptedTrainingThreadLosesNothing() throws Exception {
    ActivationRecorder recorder = recorder(path());
    byte[] weights =
        ActivationRecorderTest.train(
            recorder,
            new Then(
                () -> {
                  Thread.currentThread().interrupt();
                  return null;
                }));
    assertThat(Thread.interrupted()).as("the thread is still interrupted").isTrue();
    assertThat(weights).isEqualTo(ActivationRecorderTest.train());
    recorder.close();
    assertFrames(FRAMES, true);
  }

  @Test
  void aRecorderClosedByAnInterruptedThreadCommitsEverything() throws Exception {
    BackgroundWriter background = background(slow(path()));
    for (int frame = 0; frame < 20; frame++) {
      background.submit(new Frame(frame, 1, 1, 1, background.buffers()));
    }
    Thread.currentThread().interrupt();
    background.close(RecorderThreadsTest::end);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(background.failure()).isEmpty();
    assertFrames(20, true);
  }

  @Test
  void framesRecordedBeforeTrainingFailedRemain() throws Exception {
    ActivationRecorder recorder = recorder(path());
    Then failing =
        new Then(
            () -> {
              throw new IllegalStateException("the loss is NaN");
            });
    assertThatThrownBy(
            () -> {
              try (recorder) {
                ActivationRecorderTest.train(recorder, failing);
              }
            })
        .hasMessage("the loss is NaN");
    try (Recording recording = Recording.open(path())) {
      assertThat(recording.info().frames()).isGreaterThanOrEqualTo(3);
    }
    assertThat(RecordingVerifier.verify(path(), Progress.NONE).damage()).isEmpty();
  }

  @Test
  void anErrorWhileWritingDoesNotBlockTraining() throws Exception {
    AtomicInteger changes = new AtomicInteger();
    Path broken =
        WatchedDisk.watch(
            path(),
            (change, file) -> {
              if (changes.incrementAndGet() > 80 && file.toString().contains("layers")) {
                throw new OutOfMemoryError("as if");
              }
            });
    BackgroundWriter background = background(broken);
    for (int frame = 0; frame < 3000 && background.failure().isEmpty(); frame++) {
      background.submit(new Frame(frame, 1, 1, 1, background.buffers()));
    }
    for (int more = 0; more < 20; more++) {
      background.submit(new Frame(5000 + more, 1, 1, 1, background.buffers()));
    }
    background.close(RecorderThreadsTest::end);
    assertThat(background.failure())
        .hasValueSatisfying(e -> assertThat(e).hasMessageContaining("as if"));
    assertThat(RecordingVerifier.verify(path(), Progress.NONE).damage()).isEmpty();
  }

  /** Ends its JVM while a recorder is open and frames wait to be written. */
  static final class Leaver {

    public static void main(String[] arguments) throws Exception {
      BackgroundWriter background = background(slow(Path.of(arguments[0])));
      for (int frame = 0; frame < 100; frame++) {
        background.submit(new Frame(frame, 1, 1, 1, background.buffers()));
      }
      if (arguments[1].equals("exit")) {
        System.exit(7);
      } // or just end, with the recorder's thread alive
    }
  }

  @Test
  void theJvmMayExitWhileRecording() throws Exception {
    for (String how : List.of("exit", "return")) {
      Path path = folder.resolve(how + ".zarr");
      Process leaver =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Leaver.class.getName(),
                  path.toString(),
                  how)
              .inheritIO()
              .start();
      assertThat(leaver.waitFor()).isEqualTo(how.equals("exit") ? 7 : 0);
      assertThat(RecordingVerifier.verify(path, Progress.NONE).damage()).isEmpty();
    }
  }
}
