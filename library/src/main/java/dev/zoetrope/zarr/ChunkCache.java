package dev.zoetrope.zarr;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * A cache of decoded chunks, bounded in bytes, that evicts the least recently used. Thread-safe:
 * readers of a chunk that another thread is decoding wait for it.
 *
 * <p>Chunks are kept off the heap in reused buffers: on the heap, moving tens of megabytes made
 * garbage collections take 10 to 60 ms. Memory is bounded by the capacity, the spare buffers and
 * the chunks that are being decoded. After {@link #close}, the cache keeps nothing and the garbage
 * collector frees the buffers.
 */
public final class ChunkCache implements AutoCloseable {

  /** The largest total size of spare buffers: eight of the usual size. */
  private static final long MOST_SPARE_BYTES = 4 << 20;

  /** Reads and decodes a chunk. */
  public interface Loader {

    /**
     * Loads a chunk.
     *
     * @param memory allocates a direct buffer of a given length to decode into
     */
    ByteBuffer load(int chunk, IntFunction<ByteBuffer> memory) throws IOException;
  }

  private record Key(String array, int chunk) {}

  /** A chunk as of {@code validFrames} committed frames; it does not contain later ones. */
  private static final class Entry {

    private final ByteBuffer content;
    private final int validFrames;
    private int users = 1;

    Entry(ByteBuffer content, int validFrames) {
      this.content = content;
      this.validFrames = validFrames;
    }
  }

  private final long capacityBytes;
  private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<Key> loading = new HashSet<>();
  private final Deque<ByteBuffer> spare = new ArrayDeque<>();
  private long bytes;
  private long spareBytes;
  private boolean closed;

  public ChunkCache(long capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  /**
   * Uses the chunk that holds a frame, decoding it if necessary.
   *
   * @param committed the number of frames committed before this call
   * @param use reads from the chunk, which it must not keep
   */
  public void use(
      ArrayReader array, int frame, int committed, Loader loader, Consumer<ByteBuffer> use)
      throws IOException {
    use(
        new Key(array.path(), frame / array.metadata().chunkLength()),
        frame,
        committed,
        loader,
        use);
  }

  /** Uses a chunk that will not change any more, decoding it if necessary. */
  public void useFinal(ArrayReader array, int chunk, Loader loader, Consumer<ByteBuffer> use)
      throws IOException {
    use(new Key(array.path(), chunk), 0, 1, loader, use);
  }

  private void use(Key key, int frame, int committed, Loader loader, Consumer<ByteBuffer> use)
      throws IOException {
    Entry entry = awaitTurn(key, frame);
    if (entry == null) {
      entry = load(key, committed, loader);
    }
    try {
      use.accept(entry.content.duplicate().order(entry.content.order()));
    } finally {
      release(key, entry);
    }
  }

  private Entry load(Key key, int committed, Loader loader) throws IOException {
    List<ByteBuffer> given = new ArrayList<>(1);
    Entry entry = null;
    try {
      ByteBuffer content =
          loader.load(
              key.chunk,
              length -> {
                ByteBuffer buffer = memory(length);
                given.add(buffer);
                return buffer;
              });
      entry = new Entry(content, committed);
      return entry;
    } finally {
      loaded(key, entry, given);
    }
  }

  /** Waits for the chunk and returns it, or returns null if the caller must load it. */
  private synchronized Entry awaitTurn(Key key, int frame) throws InterruptedIOException {
    try {
      while (true) {
        Entry entry = entries.get(key);
        if (entry != null && frame < entry.validFrames) {
          entry.users++;
          return entry;
        }
        if (loading.add(key)) {
          return null;
        }
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another thread read " + key.array);
    }
  }

  private ByteBuffer memory(int length) {
    ByteBuffer buffer = takeSpare(length);
    return buffer != null ? buffer : ByteBuffer.allocateDirect(length);
  }

  private synchronized ByteBuffer takeSpare(int length) {
    for (Iterator<ByteBuffer> buffers = spare.iterator(); buffers.hasNext(); ) {
      ByteBuffer buffer = buffers.next();
      if (buffer.capacity() == length) {
        buffers.remove();
        spareBytes -= length;
        return buffer.clear();
      }
    }
    return null;
  }

  /** Wakes the waiting threads and caches the chunk if it could be loaded. */
  private synchronized void loaded(Key key, Entry entry, List<ByteBuffer> given) {
    if (entry == null) {
      given.forEach(this::reuse);
    } else if (!closed) {
      put(key, entry);
    }
    loading.remove(key);
    notifyAll();
  }

  private void put(Key key, Entry entry) {
    Entry replaced = entries.put(key, entry);
    bytes += entry.content.capacity();
    if (replaced != null) {
      dropped(replaced);
    }
    Iterator<Entry> eldest = entries.values().iterator();
    while (bytes > capacityBytes && entries.size() > 1) {
      Entry least = eldest.next();
      eldest.remove();
      dropped(least);
    }
  }

  private void dropped(Entry entry) {
    bytes -= entry.content.capacity();
    if (entry.users == 0) {
      reuse(entry.content);
    }
  }

  private synchronized void release(Key key, Entry entry) {
    entry.users--;
    if (entry.users == 0 && entries.get(key) != entry) {
      reuse(entry.content);
    }
  }

  private void reuse(ByteBuffer buffer) {
    if (closed || buffer.capacity() > MOST_SPARE_BYTES) {
      return;
    }
    spare.addLast(buffer);
    spareBytes += buffer.capacity();
    while (spareBytes > MOST_SPARE_BYTES) {
      spareBytes -= spare.removeFirst().capacity();
    }
  }

  /** Frees all chunks and caches no more; reading still works. */
  @Override
  public synchronized void close() {
    closed = true;
    entries.clear();
    spare.clear();
    bytes = 0;
    spareBytes = 0;
  }
}
