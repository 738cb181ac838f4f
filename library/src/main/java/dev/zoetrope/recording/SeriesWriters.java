package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The series of a recording in the making. One may begin late: frames before it have no value. */
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

  /** Lists from now on what has begun by now: those whose values are on their way to the disk. */
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
      throw new IllegalArgumentException("series \"" + name + "\" needs a name of its own");
    }
  }

  /** Begins a series; {@code frames} were appended before. */
  void begin(String name, List<String> columns, int frames) throws IOException {
    String path = SafePaths.ofSeries(name, paths());
    ArrayWriter array = directory.array(ArrayCatalog.series(path, columns), capacity);
    for (int frame = 0; frame < frames; frame++) {
      array.append(); // a slice holds NaN until it is filled
    }
    entries.put(name, new Entry(path, Math.max(1, columns.size()), array));
  }

  void check(Map<String, float[]> values) {
    values.forEach(
        (name, row) -> {
          int width = entries.containsKey(name) ? entries.get(name).width : 1;
          if (name.isEmpty() || row.length != width) {
            throw new IllegalArgumentException(
                "series \"%s\": %s values where %s are expected"
                    .formatted(name, row.length, width));
          }
        });
  }

  /** Appends a frame to every series; {@code frames} were appended before. */
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

  /** Returns the arrays, in the order they were begun. */
  List<ArrayWriter> arrays() {
    return entries.values().stream().map(Entry::array).toList();
  }
}
