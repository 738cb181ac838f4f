package dev.zoetrope.recording;

import com.google.gson.JsonObject;
import dev.zoetrope.zarr.ArrayMetadata;
import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.DataType;
import dev.zoetrope.zarr.ZarrFormatException;
import java.util.List;

/**
 * The arrays of the group {@code weights}. Consecutive checkpoints form groups. A chunk holds some
 * values at all checkpoints of a group, one value after the other, since a value at neighbouring
 * checkpoints is much the same. Until its group is full, a checkpoint lies in {@code recent}.
 *
 * @param layout where the values lie
 * @param groupLength the number of checkpoints in a group, a power of two
 */
record WeightArrays(WeightsLayout layout, int groupLength) {

  static final String GROUP = "weights";
  static final String LEVEL = GROUP + "/level";
  static final String EXACT = GROUP + "/exact";
  static final String SCALE = GROUP + "/scale";
  static final String OUTLIER = GROUP + "/outlier";
  static final String RECENT = GROUP + "/recent";
  static final String CHECKSUMS = GROUP + "/checksums";

  private static final String CHECKPOINT = "checkpoint";
  private static final String VALUE = "value";
  private static final int LONGEST_GROUP = 64;
  private static final int CHUNK_BYTES = 2 << 20;

  /** The largest size of the rows of one group, which a writer keeps in memory. */
  private static final long GROUP_BYTES = 32 << 20;

  /** The share of the largest heap that they may take. */
  private static final int SHARE_OF_HEAP = 16;

  /** One of the arrays in which full groups are stored. */
  record Stored(String path, DataType type, int values) {}

  /** Describes the arrays of a new recording. */
  static WeightArrays of(WeightsLayout layout) {
    long limit = Math.min(GROUP_BYTES, Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
    long most = Math.min(LONGEST_GROUP, limit / Math.max(1, layout.rowBytes()));
    return new WeightArrays(layout, (int) Long.highestOneBit(Math.max(1, most)));
  }

  /** Returns the arrays in which full groups are stored, in the order of their checksums. */
  List<Stored> stored() {
    Stored level = new Stored(LEVEL, DataType.INT16, layout.levels());
    Stored exact = new Stored(EXACT, DataType.FLOAT32, layout.exacts());
    return List.of(level, exact).stream().filter(array -> array.values > 0).toList();
  }

  boolean hasLevels() {
    return layout.levels() > 0;
  }

  /** Returns whether checkpoints wait for their group to fill. */
  boolean haveRecent() {
    return groupLength > 1;
  }

  /** Returns how many groups this many checkpoints begin. */
  int groups(int checkpoints) {
    return (checkpoints + groupLength - 1) / groupLength;
  }

  ArrayMetadata metadata(Stored array, int checkpoints) {
    int across = CHUNK_BYTES / (groupLength * array.type.size());
    return new ArrayMetadata(
        List.of(checkpoints, array.values),
        List.of(groupLength, Math.min(array.values, across)),
        groupLength > 1,
        array.type,
        List.of(CHECKPOINT, VALUE),
        new JsonObject(),
        true);
  }

  /** Exact values that are out of the levels' range; a chunk exists only if there are some. */
  ArrayMetadata outlier(int checkpoints) {
    return new ArrayMetadata(
        List.of(checkpoints, layout.levels()),
        List.of(1, Math.min(layout.levels(), CHUNK_BYTES / Float.BYTES)),
        false,
        DataType.FLOAT32,
        List.of(CHECKPOINT, VALUE),
        new JsonObject(),
        true);
  }

  ArrayMetadata recent(int checkpoints) {
    return rows(DataType.UINT8, CHECKPOINT, "byte", checkpoints, layout.rowBytes());
  }

  /** The size of a level of each coarse parameter. */
  ArrayMetadata scale(int groups) {
    return rows(DataType.FLOAT32, "group", "parameter", groups, layout.coarse().size());
  }

  /**
   * The checksum of each chunk of a group: those of {@code level} and {@code exact}, that of {@code
   * scale}, and those of {@code outlier} for each checkpoint, 0 where there is no chunk.
   */
  ArrayMetadata checksums(int groups) {
    int columns = outlierColumn() + (hasLevels() ? groupLength * outlier(1).chunksAcross() : 0);
    return rows(DataType.UINT32, "group", "chunk", groups, columns);
  }

  /** Returns the column of the checksum of a group's chunk in {@code scale}. */
  int scaleColumn() {
    return stored().stream().mapToInt(array -> metadata(array, 1).chunksAcross()).sum();
  }

  /** Returns the column of the first checksum of a group's chunks in {@code outlier}. */
  int outlierColumn() {
    return scaleColumn() + (hasLevels() ? 1 : 0);
  }

  private static ArrayMetadata rows(
      DataType type, String first, String second, int length, int width) {
    return new ArrayMetadata(
        List.of(length, width), 1, type, List.of(first, second), new JsonObject());
  }

  /** Checks that an array is laid out as described. */
  static ArrayReader require(ArrayReader array, ArrayMetadata expected) throws ZarrFormatException {
    ArrayMetadata found = array.metadata();
    if (found.dataType() != expected.dataType()
        || found.shape().size() != expected.shape().size()
        || !found.shape().get(1).equals(expected.shape().get(1))
        || !found.chunkShape().equals(expected.chunkShape())
        || found.transposed() != expected.transposed()) {
      throw new ZarrFormatException(array.path(), "does not fit the parameters of the network");
    }
    return array;
  }
}
