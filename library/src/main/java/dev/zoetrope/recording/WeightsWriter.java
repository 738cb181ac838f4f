package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayMetadata;
import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.ChunkWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/**
 * Writes the weights of a recording, checkpoint by checkpoint. Each checkpoint is written at once,
 * into {@code recent}. When a group of checkpoints is full, its chunks are written one at a time,
 * by {@link #gatherOne}. Not thread-safe.
 */
final class WeightsWriter {

  private final RecordingDirectory directory;
  private final WeightArrays arrays;
  private final LevelCodec codec;
  private final int capacity;
  private final List<WeightArrays.Stored> stored;
  private final List<ChunkWriter> chunks = new ArrayList<>();
  private final ChunkWriter checksums;
  private final ChunkWriter scale;
  private final ChunkWriter recent;
  private final Deque<byte[]> free = new ArrayDeque<>();
  private List<byte[]> rows = new ArrayList<>();
  private List<byte[]> gathering = List.of();

  /** The checksums of the group that is being filled, and of the one that is being gathered. */
  private byte[] sums;

  private byte[] gatheredSums = {};
  private int gatheredChunks;
  private ChunkWriter outlier;
  private int checkpoints;
  private int gathered;
  private int forgotten;

  private interface Opener {
    ChunkWriter open(String array, ArrayMetadata ifNew) throws IOException;
  }

  private WeightsWriter(
      RecordingDirectory directory, WeightArrays arrays, int capacity, Opener opener)
      throws IOException {
    this.directory = directory;
    this.arrays = arrays;
    this.capacity = capacity;
    codec = new LevelCodec(arrays.layout());
    stored = arrays.stored();
    for (WeightArrays.Stored array : stored) {
      chunks.add(opener.open(array.path(), arrays.metadata(array, capacity)));
    }
    int groups = arrays.groups(capacity);
    checksums = opener.open(WeightArrays.CHECKSUMS, arrays.checksums(groups));
    sums = new byte[checksums.metadata().chunkBytes()];
    scale = arrays.hasLevels() ? opener.open(WeightArrays.SCALE, arrays.scale(groups)) : null;
    recent = arrays.haveRecent() ? opener.open(WeightArrays.RECENT, arrays.recent(capacity)) : null;
  }

  /** Begins without checkpoints. */
  static WeightsWriter create(RecordingDirectory directory, WeightsInfo info, int capacity)
      throws IOException {
    WeightArrays arrays = WeightArrays.of(WeightsLayout.of(info));
    directory.group(WeightArrays.GROUP, WeightsJson.print(info, arrays.groupLength()));
    return new WeightsWriter(
        directory, arrays, capacity, (array, ifNew) -> directory.chunks(array, ifNew, false));
  }

  /**
   * Goes on with checkpoints that another writer did not gather; none can be added.
   *
   * @param progress how many checkpoints there are
   */
  static WeightsWriter resume(
      RecordingDirectory directory, WeightArrays arrays, WeightsProgress progress, ArrayAccess read)
      throws IOException {
    Opener opener =
        (array, ifNew) ->
            read.exists(array)
                ? directory.chunks(array, read.open(array).metadata(), true)
                : directory.chunks(array, ifNew, true);
    WeightsWriter writer =
        new WeightsWriter(directory, arrays, Math.max(1, progress.checkpoints()), opener);
    writer.checkpoints = progress.gathered();
    writer.gathered = progress.gathered();
    if (read.exists(WeightArrays.OUTLIER)) {
      writer.outlier = opener.open(WeightArrays.OUTLIER, arrays.outlier(1));
    }
    if (progress.gathered() < progress.checkpoints()) {
      ArrayReader written = read.open(WeightArrays.RECENT);
      while (writer.checkpoints < progress.checkpoints()) {
        byte[] row = writer.row();
        written.chunk(writer.checkpoints, OptionalInt.empty(), ByteBuffer::allocateDirect).get(row);
        writer.noteSums(read);
        writer.rows.add(row);
        writer.checkpoints++;
        writer.fill();
      }
    }
    return writer;
  }

  /** Notes the checksums of what another writer has written for the next checkpoint. */
  private void noteSums(ArrayAccess read) throws IOException {
    int length = arrays.groupLength();
    if (scale != null && rows.isEmpty()) {
      int sum = read.open(WeightArrays.SCALE).storedChecksum(checkpoints / length);
      set(sums, arrays.scaleColumn(), sum);
    }
    if (outlier != null) {
      ArrayReader written = read.open(WeightArrays.OUTLIER);
      int across = written.metadata().chunksAcross();
      for (int chunk = 0; chunk < across; chunk++) {
        if (written.storedBytes(checkpoints * across + chunk) > 0) {
          set(
              sums,
              arrays.outlierColumn() + checkpoints % length * across + chunk,
              written.storedChecksum(checkpoints * across + chunk));
        }
      }
    }
  }

  /** Checks the values of a checkpoint before any of it is written. */
  void require(float[] values) {
    if (values.length != arrays.layout().info().values()) {
      throw new IllegalArgumentException(
          "got %s weights, expected %s".formatted(values.length, arrays.layout().info().values()));
    }
  }

  /** Writes a checkpoint. */
  void append(float[] values) throws IOException {
    byte[] row = row();
    if (rows.isEmpty()) {
      beginGroup(values);
    }
    encode(values, row);
    grow(checkpoints + 1);
    if (recent != null) {
      recent.writePassing(checkpoints, row);
    }
    rows.add(row);
    checkpoints++;
    fill();
  }

  private byte[] row() {
    byte[] row = free.poll();
    return row != null ? row : new byte[arrays.layout().rowBytes()];
  }

  private void beginGroup(float[] values) throws IOException {
    if (scale == null) {
      return;
    }
    float[] scales = codec.begin(values);
    byte[] content = new byte[scales.length * Float.BYTES];
    for (int i = 0; i < scales.length; i++) {
      Rows.FLOAT.set(content, i * Float.BYTES, scales[i]);
    }
    int group = checkpoints / arrays.groupLength();
    declare(scale, group + 1);
    set(sums, arrays.scaleColumn(), scale.write(group, content));
  }

  private void encode(float[] values, byte[] row) throws IOException {
    if (arrays.hasLevels() && codec.encode(values, row)) {
      writeOutliers(values, row);
    }
    for (WeightsLayout.Place place : arrays.layout().places()) {
      if (!place.coarse()) {
        int at = arrays.layout().exactsFrom() + place.offset() * Float.BYTES;
        for (int i = 0; i < place.values(); i++) {
          Rows.FLOAT.set(row, at + i * Float.BYTES, values[place.from() + i]);
        }
      }
    }
  }

  private void writeOutliers(float[] values, byte[] row) throws IOException {
    if (outlier == null) {
      outlier = directory.chunks(WeightArrays.OUTLIER, arrays.outlier(capacity), false);
    }
    declare(outlier, checkpoints + 1);
    float[] exact = new float[arrays.layout().levels()];
    for (WeightsLayout.Place place : arrays.layout().coarse()) {
      System.arraycopy(values, place.from(), exact, place.offset(), place.values());
    }
    int width = outlier.metadata().chunkShape().get(1);
    int across = outlier.metadata().chunksAcross();
    byte[] content = new byte[width * Float.BYTES];
    for (int chunk = 0; chunk < across; chunk++) {
      boolean some = false;
      for (int i = 0; i < width; i++) {
        int value = chunk * width + i;
        boolean out =
            value < exact.length
                && (short) Rows.SHORT.get(row, value * Short.BYTES) == LevelCodec.NO_LEVEL;
        Rows.FLOAT.set(content, i * Float.BYTES, out ? exact[value] : Float.NaN);
        some |= out;
      }
      if (some) {
        int column = arrays.outlierColumn() + checkpoints % arrays.groupLength() * across + chunk;
        set(sums, column, outlier.write(checkpoints * across + chunk, content));
      }
    }
  }

  /** Declares room for this many checkpoints where it is needed. */
  private void grow(int length) throws IOException {
    for (ChunkWriter array : chunks) {
      declare(array, length);
    }
    if (recent != null) {
      declare(recent, length);
    }
    declare(checksums, arrays.groups(length));
  }

  private static void declare(ChunkWriter array, int length) throws IOException {
    int declared = array.metadata().shape().get(0);
    if (length > declared) {
      array.declareLength(Math.max(length, Math.multiplyExact(2, declared)));
    }
  }

  /** Begins to gather a group that is full. */
  private void fill() throws IOException {
    if (rows.size() == arrays.groupLength()) {
      beginGathering();
      if (recent == null) {
        gatherAll();
      }
    }
  }

  private void beginGathering() throws IOException {
    gatherAll();
    gathering = rows;
    rows = new ArrayList<>();
    gatheredChunks = 0;
    gatheredSums = sums;
    sums = new byte[checksums.metadata().chunkBytes()];
  }

  /** Writes one chunk of a full group, if there is one; takes a few milliseconds. */
  void gatherOne() throws IOException {
    if (gathering.isEmpty()) {
      return;
    }
    int group = gathered / arrays.groupLength();
    int chunk = gatheredChunks;
    int array = 0;
    while (chunk >= chunks.get(array).metadata().chunksAcross()) {
      chunk -= chunks.get(array).metadata().chunksAcross();
      array++;
    }
    ChunkWriter into = chunks.get(array);
    int across = into.metadata().chunksAcross();
    int sum = into.write(group * across + chunk, content(stored.get(array), into, chunk));
    set(gatheredSums, gatheredChunks, sum);
    gatheredChunks++;
    if (gatheredChunks == arrays.scaleColumn()) {
      checksums.write(group, gatheredSums);
      gathered += gathering.size();
      free.addAll(gathering);
      gathering = List.of();
    }
  }

  private static void set(byte[] sums, int column, int sum) {
    Rows.INT.set(sums, column * Integer.BYTES, sum);
  }

  private void gatherAll() throws IOException {
    while (!gathering.isEmpty()) {
      gatherOne();
    }
  }

  /** Returns some values at all checkpoints of the group, one value after the other. */
  private byte[] content(WeightArrays.Stored array, ChunkWriter into, int chunk) {
    int size = array.type().size();
    int length = arrays.groupLength();
    int width = into.metadata().chunkShape().get(1);
    int from = chunk * width;
    int count = Math.min(width, array.values() - from);
    byte[] content = new byte[into.metadata().chunkBytes()];
    boolean whole = gathering.size() == length && count == width;
    if (!whole) {
      into.metadata().fill(content);
    }
    int begin = (array.path().equals(WeightArrays.EXACT) ? arrays.layout().exactsFrom() : 0);
    for (int place = 0; place < gathering.size(); place++) {
      byte[] row = gathering.get(place);
      int at = begin + from * size;
      if (size == Short.BYTES) {
        for (int i = 0; i < count; i++) {
          Rows.SHORT.set(
              content,
              (i * length + place) * Short.BYTES,
              (short) Rows.SHORT.get(row, at + i * Short.BYTES));
        }
      } else {
        for (int i = 0; i < count; i++) {
          Rows.INT.set(
              content,
              (i * length + place) * Integer.BYTES,
              (int) Rows.INT.get(row, at + i * Integer.BYTES));
        }
      }
    }
    return content;
  }

  /** Returns how far the weights are written. */
  WeightsProgress progress() {
    return new WeightsProgress(checkpoints, gathered);
  }

  /** Deletes the recent copies of gathered checkpoints, once readers know that they are. */
  void forget(WeightsProgress committed) throws IOException {
    for (; recent != null && forgotten < committed.gathered(); forgotten++) {
      recent.delete(forgotten);
    }
  }

  /** Gathers what is left and sets every array's length to the number of checkpoints. */
  void finish() throws IOException {
    gatherAll();
    if (!rows.isEmpty()) {
      beginGathering();
      gatherAll();
    }
    for (ChunkWriter array : chunks) {
      array.declareLength(checkpoints);
    }
    int groups = arrays.groups(checkpoints);
    checksums.declareLength(groups);
    if (scale != null) {
      scale.declareLength(groups);
    }
    if (outlier != null) {
      outlier.declareLength(checkpoints);
    }
  }

  /** Deletes the recent copies, once readers know that everything is gathered. */
  void deleteRecent() throws IOException {
    if (recent != null) {
      directory.delete(WeightArrays.RECENT);
    }
  }
}
