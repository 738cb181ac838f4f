package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.DataType;
import dev.zoetrope.zarr.ZarrFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import java.util.OptionalInt;

/** Reads the weights of one checkpoint, as of one commit. */
final class WeightsReader {

  private final ArrayAccess access;
  private final WeightArrays arrays;
  private final WeightsProgress progress;
  private final int checkpoint;
  private final short[] levels;
  private final float[] exacts;

  private WeightsReader(
      ArrayAccess access, WeightArrays arrays, WeightsProgress progress, int checkpoint) {
    this.access = access;
    this.arrays = arrays;
    this.progress = progress;
    this.checkpoint = checkpoint;
    levels = new short[arrays.layout().levels()];
    exacts = new float[arrays.layout().exacts()];
  }

  /**
   * Reads a checkpoint.
   *
   * @param out receives the values of all parameters
   */
  static void read(
      ArrayAccess access,
      WeightArrays arrays,
      WeightsProgress progress,
      int checkpoint,
      float[] out)
      throws IOException {
    WeightsReader reader = new WeightsReader(access, arrays, progress, checkpoint);
    if (checkpoint < progress.gathered()) {
      reader.readGathered();
    } else {
      reader.readRecent();
    }
    reader.decode(out);
  }

  /**
   * Returns the sizes of the levels of the coarse parameters at a checkpoint, in the order of the
   * parameters.
   */
  static float[] scales(
      ArrayAccess access, WeightArrays arrays, WeightsProgress progress, int checkpoint)
      throws IOException {
    float[] scales = new float[arrays.layout().coarse().size()];
    int group = checkpoint / arrays.groupLength();
    access.useFinalChunk(
        WeightArrays.require(access.open(WeightArrays.SCALE), arrays.scale(1)),
        group,
        written(access, arrays, progress, checkpoint, arrays.scaleColumn()),
        stored -> stored.asFloatBuffer().get(scales));
    for (float scale : scales) {
      if (!(scale > 0 && Float.isFinite(scale))) {
        throw new ZarrFormatException(WeightArrays.SCALE, group, "holds " + scale);
      }
    }
    return scales;
  }

  /** Returns the checksum in a column of a checkpoint's group; empty if it is not gathered. */
  private static OptionalInt written(
      ArrayAccess access, WeightArrays arrays, WeightsProgress progress, int checkpoint, int column)
      throws IOException {
    return checkpoint < progress.gathered()
        ? OptionalInt.of(sums(access, arrays, checkpoint / arrays.groupLength())[column])
        : OptionalInt.empty();
  }

  private void readRecent() throws IOException {
    ArrayReader recent = WeightArrays.require(access.open(WeightArrays.RECENT), arrays.recent(1));
    ByteBuffer row = recent.chunk(checkpoint, OptionalInt.empty(), ByteBuffer::allocateDirect);
    row.asShortBuffer().get(levels);
    row.position(arrays.layout().exactsFrom());
    row.slice().order(row.order()).asFloatBuffer().get(exacts);
  }

  private void readGathered() throws IOException {
    int group = checkpoint / arrays.groupLength();
    int[] sums = sums(access, arrays, group);
    int next = 0;
    for (WeightArrays.Stored array : arrays.stored()) {
      ArrayReader reader = open(access, arrays, array);
      int across = reader.metadata().chunksAcross();
      int width = reader.metadata().chunkShape().get(1);
      for (int chunk = 0; chunk < across; chunk++) {
        int from = chunk * width;
        int count = Math.min(width, array.values() - from);
        boolean ofLevels = array.type() == DataType.INT16;
        access.useFinalChunk(
            reader,
            group * across + chunk,
            OptionalInt.of(sums[next]),
            stored -> {
              if (ofLevels) {
                extract(stored.asShortBuffer(), from, count);
              } else {
                extract(stored.asFloatBuffer(), from, count);
              }
            });
        next++;
      }
    }
  }

  /** Copies this checkpoint's part of a chunk, in which each value lies at all checkpoints. */
  private void extract(ShortBuffer chunk, int from, int count) {
    int length = arrays.groupLength();
    int at = checkpoint % length;
    for (int i = from; i < from + count; i++) {
      levels[i] = chunk.get(at);
      at += length;
    }
  }

  private void extract(FloatBuffer chunk, int from, int count) {
    int length = arrays.groupLength();
    int at = checkpoint % length;
    for (int i = from; i < from + count; i++) {
      exacts[i] = chunk.get(at);
      at += length;
    }
  }

  static ArrayReader open(ArrayAccess access, WeightArrays arrays, WeightArrays.Stored array)
      throws IOException {
    return WeightArrays.require(access.open(array.path()), arrays.metadata(array, 1));
  }

  /** Returns the checksums of a group's chunks. */
  static int[] sums(ArrayAccess access, WeightArrays arrays, int group) throws IOException {
    ArrayReader table =
        WeightArrays.require(access.open(WeightArrays.CHECKSUMS), arrays.checksums(1));
    int[] sums = new int[table.metadata().shape().get(1)];
    access.useFinalChunk(
        table, group, OptionalInt.empty(), stored -> stored.asIntBuffer().get(sums));
    return sums;
  }

  private void decode(float[] out) throws IOException {
    float[] scales =
        arrays.hasLevels() ? scales(access, arrays, progress, checkpoint) : new float[0];
    boolean outliers = false;
    int column = 0;
    for (WeightsLayout.Place place : arrays.layout().places()) {
      if (place.coarse()) {
        float scale = scales[column];
        column++;
        int shift = place.from() - place.offset();
        for (int i = place.offset(); i < place.offset() + place.values(); i++) {
          outliers |= levels[i] == LevelCodec.NO_LEVEL;
          out[shift + i] = LevelCodec.value(levels[i], scale);
        }
      } else {
        System.arraycopy(exacts, place.offset(), out, place.from(), place.values());
      }
    }
    if (outliers) {
      addOutliers(out);
    }
  }

  private void addOutliers(float[] out) throws IOException {
    ArrayReader outlier =
        WeightArrays.require(access.open(WeightArrays.OUTLIER), arrays.outlier(1));
    int width = outlier.metadata().chunkShape().get(1);
    int across = outlier.metadata().chunksAcross();
    float[] exact = new float[width];
    int read = -1;
    for (WeightsLayout.Place place : arrays.layout().coarse()) {
      for (int i = 0; i < place.values(); i++) {
        int value = place.offset() + i;
        if (levels[value] == LevelCodec.NO_LEVEL) {
          if (value / width != read) {
            read = value / width;
            int column = arrays.outlierColumn() + checkpoint % arrays.groupLength() * across + read;
            outlier
                .chunk(
                    checkpoint * across + read,
                    written(access, arrays, progress, checkpoint, column),
                    ByteBuffer::allocateDirect)
                .asFloatBuffer()
                .get(exact);
          }
          out[place.from() + i] = exact[value % width];
        }
      }
    }
  }
}
