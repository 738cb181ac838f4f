package dev.zoetrope.recording;

import dev.zoetrope.recording.internal.ArrayReader;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Decoded chunks, the least recently used dropped first, bounded in bytes. Thread-safe: whoever
 * asks for a chunk that another thread is decoding waits for that one.
 */
final class ChunkCache {

  /** Reads and decodes a chunk. */
  interface Loader {
    ByteBuffer load(int chunk) throws IOException;
  }

  private record Key(String array, int chunk) {}

  /** A chunk as it was when {@code validFrames} frames were committed: later ones are not in it. */
  private record Entry(ByteBuffer content, int validFrames) {}

  private final long capacityBytes;
  private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final Set<Key> loading = new HashSet<>();
  private long bytes;

  ChunkCache(long capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  /**
   * Returns the chunk that holds a frame, decoding it if need be; a view of its own.
   *
   * @param committed frames committed before this call
   */
  ByteBuffer chunk(ArrayReader array, int frame, int committed, Loader loader) throws IOException {
    Key key = new Key(array.path(), frame / array.metadata().chunkLength());
    ByteBuffer cached = awaitTurn(key, frame);
    if (cached != null) {
      return cached;
    }
    try {
      ByteBuffer content = loader.load(key.chunk);
      put(key, new Entry(content, committed));
      return view(content);
    } finally {
      loaded(key);
    }
  }

  /** Returns the chunk once it is there, or null if the caller is to load it. */
  private synchronized ByteBuffer awaitTurn(Key key, int frame) throws InterruptedIOException {
    try {
      while (true) {
        Entry entry = entries.get(key);
        if (entry != null && frame < entry.validFrames) {
          return view(entry.content);
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

  private synchronized void loaded(Key key) {
    loading.remove(key);
    notifyAll();
  }

  private synchronized void put(Key key, Entry entry) {
    Entry replaced = entries.put(key, entry);
    bytes += entry.content.capacity() - (replaced == null ? 0 : replaced.content.capacity());
    Iterator<Map.Entry<Key, Entry>> eldest = entries.entrySet().iterator();
    while (bytes > capacityBytes && entries.size() > 1) {
      bytes -= eldest.next().getValue().content.capacity();
      eldest.remove();
    }
  }

  private static ByteBuffer view(ByteBuffer content) {
    return content.duplicate().order(content.order());
  }
}
