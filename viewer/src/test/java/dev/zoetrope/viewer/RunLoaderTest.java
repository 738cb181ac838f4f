package dev.zoetrope.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
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
      assertThat(model.transport().following).isFalse();
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
      assertThat(model.transport().following).isTrue();
      sample.append();
      sample.commit();
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.GROWTH);
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.FRAME);
      assertThat(model.frame()).isEqualTo(1);
      sample.close();
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.GROWTH);
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.TRANSPORT);
      assertThat(model.transport().following).isFalse();
    }
  }

  @Test
  void saysWhyARecordingCannotBeOpenedAndKeepsTheOneThereIs() throws Exception {
    try (RunLoader loader = loader()) {
      loader.open(SampleRecording.write(folder.resolve("c.zarr"), 3));
      assertThat(changes.poll(10, TimeUnit.SECONDS)).isEqualTo(Change.RECORDING);
      loader.open(folder.resolve("absent.zarr"));
      assertThat(failures.poll(10, TimeUnit.SECONDS)).isInstanceOf(NoSuchFileException.class);
      assertThat(model.run().frames()).isEqualTo(3);
    }
  }
}
