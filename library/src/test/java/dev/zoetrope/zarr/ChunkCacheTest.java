package dev.zoetrope.zarr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Threads that want the same chunk at once: it is decoded once, and a failure affects only the
 * thread that met it. Memory is reused, but never while it is still being read.
 */
@Timeout(60)
class ChunkCacheTest {

  private static final int CHUNK_LENGTH = 4;
  private static final int CHUNK_BYTES = CHUNK_LENGTH * Float.BYTES;

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
            List.of(400),
            List.of(CHUNK_LENGTH),
            false,
            DataType.FLOAT32,
            List.of("a"),
            new JsonObject(),
            false);
    Files.write(folder.resolve(Store.METADATA), Json.print(metadata.toJson()));
    array = ArrayReader.open(Store.open(folder, root -> true), "");
  }

  @Test
  void theSecondReaderWaitsForTheFirst() throws Exception {
    assertLoads(4, 1);
  }

  @Test
  void aChunkThatIsTooOldIsLoadedAgain() throws Exception {
    assertLoads(2, 2);
  }

  /**
   * One thread reads frame 0 of {@code committedAtFirst} frames; another waits to read frame 3 of
   * 4.
   */
  private void assertLoads(int committedAtFirst, int loadOfSecond) throws Exception {
    Asker first = start(0, committedAtFirst, this::loadSlowly);
    loading.await();
    Asker second = start(3, 4, this::loadSlowly);
    second.awaitWaiting();
    go.countDown();
    assertThat(first.answer.get()).isEqualTo(1);
    assertThat(second.answer.get()).isEqualTo(loadOfSecond);
    assertThat(loads).hasValue(loadOfSecond);
  }

  @Test
  void otherChunksDoNotWait() throws Exception {
    Asker first = start(0, 8, this::loadSlowly);
    loading.await();
    cache.use(array, 5, 8, ChunkCacheTest::load, chunk -> assertThat(chunk.getInt(0)).isEqualTo(1));
    assertThat(first.answer.isDone()).isFalse();
    go.countDown();
    first.answer.get();
  }

  @Test
  void aReaderThatWaitedForAFailureTriesAgain() throws Exception {
    Asker first =
        start(
            0,
            4,
            (chunk, memory) -> {
              loadSlowly(chunk, memory);
              throw new IOException("torn");
            });
    loading.await();
    Asker second = start(0, 4, this::loadSlowly);
    second.awaitWaiting();
    go.countDown();
    assertThatThrownBy(first.answer::get)
        .isInstanceOf(ExecutionException.class)
        .hasMessageContaining("torn");
    assertThat(second.answer.get()).isEqualTo(2);
    assertThat(loads).hasValue(2);
  }

  @Test
  void memoryIsReusedButNotWhileInUse() throws Exception {
    ChunkCache small = new ChunkCache(CHUNK_BYTES); // for one chunk
    Buffers buffers = new Buffers();
    small.use(
        array,
        0,
        400,
        buffers,
        held -> {
          for (int chunk = 1; chunk < 100; chunk++) {
            assertThat(read(small, chunk, buffers)).isEqualTo(chunk);
          }
          assertThat(held.getInt(0)).isZero();
        });
    assertThat(buffers.seen).hasSize(3); // the held one, and two in turn
    read(small, 1, buffers);
    read(small, 2, buffers);
    assertThat(buffers.seen).hasSize(3);
  }

  @Test
  void aChunkThatGrewDoesNotChangeWhileInUse() throws Exception {
    Buffers buffers = new Buffers();
    cache.use(
        array,
        0,
        2, // frames 2 and 3 do not exist yet
        buffers,
        held -> {
          assertThat(read(cache, 0, buffers)).isZero();
          assertThat(read(cache, 1, buffers)).isEqualTo(1);
          assertThat(held.getInt(0)).isZero();
        });
    assertThat(buffers.seen).hasSize(3);
    assertThat(read(cache, 2, buffers)).isEqualTo(2); // in place of the one that was replaced
    assertThat(buffers.seen).hasSize(3);
  }

  @Test
  void theMemoryOfAFailedLoadIsReused() throws Exception {
    Buffers buffers = new Buffers();
    ChunkCache.Loader torn =
        (chunk, memory) -> {
          buffers.load(chunk, memory);
          throw new IOException("torn");
        };
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() -> cache.use(array, 0, 400, torn, chunk -> {})).hasMessage("torn");
    }
    assertThat(buffers.seen).hasSize(1);
  }

  @Test
  void aClosedCacheKeepsNothingButStillReads() throws Exception {
    Buffers buffers = new Buffers();
    read(cache, 0, buffers);
    cache.close();
    assertThat(read(cache, 0, buffers)).isZero();
    assertThat(read(cache, 0, buffers)).isZero();
    assertThat(buffers.seen).hasSize(3);
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

  /** Loads chunks that hold their own numbers, and tracks the buffers it was given. */
  private static final class Buffers implements ChunkCache.Loader {

    private final Set<ByteBuffer> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    @Override
    public ByteBuffer load(int chunk, IntFunction<ByteBuffer> memory) {
      ByteBuffer content = ChunkCacheTest.load(chunk, memory);
      seen.add(content);
      return content;
    }
  }

  /** Reads the last frame of a chunk. */
  private int read(ChunkCache from, int chunk, ChunkCache.Loader loader) {
    int[] answer = new int[1];
    try {
      int last = (chunk + 1) * CHUNK_LENGTH - 1;
      from.use(array, last, 400, loader, c -> answer[0] = c.getInt(0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return answer[0];
  }

  /** Returns a chunk that holds the number of its load, once allowed to. */
  private ByteBuffer loadSlowly(int chunk, IntFunction<ByteBuffer> memory) throws IOException {
    int load = loads.incrementAndGet();
    loading.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    return memory.apply(CHUNK_BYTES).putInt(0, load);
  }

  /** Returns a chunk that holds its own number. */
  private static ByteBuffer load(int chunk, IntFunction<ByteBuffer> memory) {
    return memory.apply(CHUNK_BYTES).putInt(0, chunk);
  }

  private Asker start(int frame, int committed, ChunkCache.Loader loader) {
    FutureTask<Integer> answer =
        new FutureTask<>(
            () -> {
              int[] which = new int[1];
              cache.use(array, frame, committed, loader, chunk -> which[0] = chunk.getInt(0));
              return which[0];
            });
    Thread thread = new Thread(answer, "asks for frame " + frame);
    thread.setDaemon(true);
    thread.start();
    return new Asker(thread, answer);
  }

  /** A thread that asks for a chunk. */
  private record Asker(Thread thread, FutureTask<Integer> answer) {

    void awaitWaiting() throws InterruptedException {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.sleep(1);
      }
    }
  }
}
