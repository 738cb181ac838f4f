package dev.zoetrope.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import dev.zoetrope.recording.internal.ArrayMetadata;
import dev.zoetrope.recording.internal.ArrayReader;
import dev.zoetrope.recording.internal.DataType;
import dev.zoetrope.recording.internal.Json;
import dev.zoetrope.recording.internal.Store;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Threads that want one chunk at once: it is decoded once, and a failure is nobody else's. */
@Timeout(60)
class ChunkCacheTest {

  private static final int CHUNK_LENGTH = 4;

  @TempDir private Path folder;

  private final ChunkCache cache = new ChunkCache(1 << 20);
  private final AtomicInteger loads = new AtomicInteger();
  private final CountDownLatch loading = new CountDownLatch(1);
  private final CountDownLatch go = new CountDownLatch(1);
  private ArrayReader array;

  @BeforeEach
  void openArray() throws IOException {
    ArrayMetadata metadata =
        new ArrayMetadata(
            List.of(8), CHUNK_LENGTH, DataType.FLOAT32, List.of("a"), new JsonObject(), false);
    Files.write(folder.resolve(Store.METADATA), Json.print(metadata.toJson()));
    array = ArrayReader.open(Store.open(folder), "");
  }

  @Test
  void theSecondWaitsForTheFirst() throws Exception {
    Asker first = start(0, 4, this::loadSlowly);
    loading.await();
    Asker second = start(3, 4, this::loadSlowly);
    second.awaitWaiting();
    go.countDown();
    assertThat(second.answer.get()).isEqualTo(first.answer.get()).isNotSameAs(first.answer.get());
    assertThat(loads).hasValue(1);
  }

  @Test
  void otherChunksDoNotWait() throws Exception {
    Asker first = start(0, 8, this::loadSlowly);
    loading.await();
    assertThat(cache.chunk(array, 5, 8, chunk -> ByteBuffer.allocate(16)).capacity()).isEqualTo(16);
    assertThat(first.answer.isDone()).isFalse();
    go.countDown();
    first.answer.get();
  }

  @Test
  void whoWaitedForAFailureTriesItself() throws Exception {
    Asker first =
        start(
            0,
            4,
            chunk -> {
              loadSlowly(chunk);
              throw new IOException("torn");
            });
    loading.await();
    Asker second = start(0, 4, this::loadSlowly);
    second.awaitWaiting();
    go.countDown();
    assertThatThrownBy(first.answer::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("torn");
    assertThat(second.answer.get().capacity()).isEqualTo(16);
    assertThat(loads).hasValue(2);
  }

  @Test
  void aChunkThatIsTooOldIsLoadedAgain() throws Exception {
    Asker first = start(0, 2, this::loadSlowly);
    loading.await();
    Asker second = start(3, 4, this::loadSlowly);
    second.awaitWaiting();
    go.countDown();
    assertThat(second.answer.get()).isNotSameAs(first.answer.get());
    assertThat(loads).hasValue(2);
  }

  @Test
  void waitingCanBeInterrupted() throws Exception {
    Asker first = start(0, 4, this::loadSlowly);
    loading.await();
    Asker second = start(0, 4, this::loadSlowly);
    second.awaitWaiting();
    second.thread.interrupt();
    assertThatThrownBy(second.answer::get).hasCauseInstanceOf(InterruptedIOException.class);
    go.countDown();
    first.answer.get();
  }

  private ByteBuffer loadSlowly(int chunk) throws IOException {
    loads.incrementAndGet();
    loading.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return ByteBuffer.allocate(CHUNK_LENGTH * Float.BYTES).putInt(0, loads.get());
  }

  private Asker start(int frame, int committed, ChunkCache.Loader loader) {
    FutureTask<ByteBuffer> answer =
        new FutureTask<>(() -> cache.chunk(array, frame, committed, loader));
    Thread thread = new Thread(answer, "asks for frame " + frame);
    thread.setDaemon(true);
    thread.start();
    return new Asker(thread, answer);
  }

  /** A thread that asks for a chunk. */
  private record Asker(Thread thread, FutureTask<ByteBuffer> answer) {

    void awaitWaiting() throws InterruptedException {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
  }
}
