package dev.zoetrope.viewer.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.viewer.SampleRecording;
import dev.zoetrope.viewer.model.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatestWinsTest {

  @TempDir private Path folder;

  @Test
  void dropsAllWaitingTasksButTheNewest() throws Exception {
    try (LatestWins thread = new LatestWins("latest")) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      List<Integer> done = new CopyOnWriteArrayList<>();
      CountDownLatch last = new CountDownLatch(1);
      thread.submit(
          () -> {
            begun.countDown();
            awaitUnchecked(go);
            done.add(0);
          });
      begun.await();
      assertThat(thread.superseded()).isFalse();
      for (int i = 1; i < 9; i++) {
        int number = i;
        thread.submit(() -> done.add(number));
      }
      assertThat(thread.superseded()).isTrue();
      thread.submit(
          () -> {
            done.add(9);
            last.countDown();
          });
      go.countDown();
      assertThat(last.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(done).containsExactly(0, 9);
    }
  }

  private static void awaitUnchecked(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void restsUntilTheNextTaskAndEndsItsThread() throws Exception {
    try (LatestWins thread = new LatestWins("resting")) {
      BlockingQueue<Boolean> superseded = new ArrayBlockingQueue<>(9);
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch go = new CountDownLatch(1);
      thread.submit(
          () -> {
            begun.countDown();
            awaitUnchecked(go);
            superseded.add(thread.superseded());
          });
      begun.await();
      thread.submit(() -> superseded.add(false));
      thread.rest();
      go.countDown();
      assertThat(superseded.poll(10, TimeUnit.SECONDS)).isTrue();
      thread.submit(() -> superseded.add(thread.superseded()));
      assertThat(superseded.poll(10, TimeUnit.SECONDS)).isFalse();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (runs("resting")) {
        assertThat(System.nanoTime()).isLessThan(deadline);
        Thread.sleep(20);
      }
      assertThat(superseded).isEmpty();
    }
  }

  private static boolean runs(String name) {
    return Thread.getAllStackTraces().keySet().stream().anyMatch(t -> t.getName().equals(name));
  }

  /** Any failure of a drawing is reported once, and the next drawing is done. */
  @Test
  void reportsAnyFailureAndDrawsTheNext() throws Exception {
    try (Workers workers = new Workers()) {
      Recording recording =
          workers.recordings.open(SampleRecording.write(folder.resolve("a.zarr"), 2));
      BlockingQueue<Object> told = new ArrayBlockingQueue<>(9);
      List<Throwable> kinds =
          List.of(
              new IOException("disk"),
              new IllegalStateException("fault"),
              new OutOfMemoryError("large"),
              new StackOverflowError("deep"),
              new NoClassDefFoundError("class"));
      Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
      Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {});
      try {
        for (Throwable kind : kinds) {
          workers.draw(workers.main, recording, () -> sneak(kind), told::add);
          assertThat(told.poll(10, TimeUnit.SECONDS)).isSameAs(kind);
          workers.draw(workers.main, recording, () -> told.add("drawn"), told::add);
          assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("drawn");
        }
      } finally {
        Thread.setDefaultUncaughtExceptionHandler(handler);
      }
      CancellationException gaveWay = new CancellationException();
      workers.draw(workers.main, recording, () -> sneak(gaveWay), told::add);
      assertThat(told.poll(200, TimeUnit.MILLISECONDS)).isNull();
      workers.recordings.leave(recording);
      assertThat(workers.recordings.count()).isZero();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> void sneak(Throwable e) throws T {
    throw (T) e;
  }
}
