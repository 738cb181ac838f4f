package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The series of a recording that is being written. A series may begin late; earlier frames have
 * NaN.
 */
final class SeriesWriters {

  private record Entry(String path, int width, ArrayWriter array) {}

  private final RecordingDirectory directory;
  private final int capacity;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private int listed;

  SeriesWriters(RecordingDirectory directory, int capacity) {
    this.directory = directory;
    this.capacity = capacity;
  }

  /** Makes the series that have begun visible in the next root. */
  void list() {
    listed = entries.size();
  }

  List<String> listedNames() {
    return entries.keySet().stream().limit(listed).toList();
  }

  List<String> listedPaths() {
    return paths().stream().limit(listed).toList();
  }

  private List<String> paths() {
    return entries.values().stream().map(Entry::path).toList();
  }

  void requireFree(String name) {
    if (name.isEmpty() || entries.containsKey(name)) {
      throw new IllegalArgumentException("series \"" + name + "\" needs a unique name");
    }
  }

  /** Begins a series after {@code frames} frames. */
  void begin(String name, List<String> columns, int frames) throws IOException {
    String path = SafePaths.ofSeries(name, paths());
    ArrayWriter array = directory.array(ArrayCatalog.series(path, columns), capacity);
    for (int frame = 0; frame < frames; frame++) {
      array.append(); // a slice is NaN until it is filled
    }
    entries.put(name, new Entry(path, Math.max(1, columns.size()), array));
  }

  void check(Map<String, float[]> values) {
    values.forEach(
        (name, row) -> {
          int width = entries.containsKey(name) ? entries.get(name).width : 1;
          if (name.isEmpty() || row.length != width) {
            throw new IllegalArgumentException(
                "series \"%s\": got %s values, expected %s".formatted(name, row.length, width));
          }
        });
  }

  /** Appends a frame to every series, after {@code frames} frames. */
  void append(Map<String, float[]> values, int frames) throws IOException {
    for (String name : values.keySet()) {
      if (!entries.containsKey(name)) {
        begin(name, List.of(), frames);
      }
    }
    for (Map.Entry<String, Entry> entry : entries.entrySet()) {
      ArrayWriter array = entry.getValue().array;
      float[] row = values.get(entry.getKey());
      if (row != null) {
        array.next().asFloatBuffer().put(row);
      }
      array.append();
    }
  }

  /** Returns the arrays, in the order in which the series began. */
  List<ArrayWriter> arrays() {
    return entries.values().stream().map(Entry::array).toList();
  }
}
