package dev.zoetrope.recording;

import dev.zoetrope.recording.internal.ArrayReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Decoded chunks, the least recently used dropped first, bounded in bytes. Thread-safe. */
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
    synchronized (this) {
      Entry entry = entries.get(key);
      if (entry != null && frame < entry.validFrames) {
        return view(entry.content);
      }
    }
    ByteBuffer content = loader.load(key.chunk);
    put(key, new Entry(content, committed));
    return view(content);
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
