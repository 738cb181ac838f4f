package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayMetadata;
import dev.zoetrope.zarr.ArrayReader;
import dev.zoetrope.zarr.ZarrFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** Reads the weights of one checkpoint, as of one commit. */
final class WeightsReader {

  private final ArrayAccess access;
  private final WeightArrays arrays;
  private final WeightsProgress progress;
  private final int checkpoint;
  private final byte[] row;

  private WeightsReader(
      ArrayAccess access, WeightArrays arrays, WeightsProgress progress, int checkpoint) {
    this.access = access;
    this.arrays = arrays;
    this.progress = progress;
    this.checkpoint = checkpoint;
    row = new byte[arrays.layout().rowBytes()];
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
    recent.chunk(checkpoint, OptionalInt.empty(), ByteBuffer::allocateDirect).get(row);
  }

  private void readGathered() throws IOException {
    int group = checkpoint / arrays.groupLength();
    int[] sums = sums(access, arrays, group);
    int begin = 0;
    int next = 0;
    for (WeightArrays.Stored array : arrays.stored()) {
      ArrayReader reader = open(access, arrays, array);
      int across = reader.metadata().chunksAcross();
      for (int chunk = 0; chunk < across; chunk++) {
        int from = begin + chunk * reader.metadata().chunkShape().get(1) * array.type().size();
        int end = begin + array.values() * array.type().size();
        access.useFinalChunk(
            reader,
            group * across + chunk,
            OptionalInt.of(sums[next]),
            stored -> extract(stored, reader.metadata(), from, end));
        next++;
      }
      begin += array.values() * array.type().size();
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

  /** Copies this checkpoint's part of a chunk into the row. */
  private void extract(ByteBuffer chunk, ArrayMetadata metadata, int from, int end) {
    int length = metadata.chunkLength();
    int place = checkpoint % length;
    int size = metadata.dataType().size();
    int count = Math.min(metadata.chunkShape().get(1), (end - from) / size);
    if (size == Short.BYTES) {
      for (int i = 0; i < count; i++) {
        Rows.SHORT.set(row, from + i * size, chunk.getShort((i * length + place) * size));
      }
    } else {
      for (int i = 0; i < count; i++) {
        Rows.INT.set(row, from + i * size, chunk.getInt((i * length + place) * size));
      }
    }
  }

  private void decode(float[] out) throws IOException {
    WeightsLayout layout = arrays.layout();
    float[] scales =
        arrays.hasLevels() ? scales(access, arrays, progress, checkpoint) : new float[0];
    boolean outliers = false;
    int column = 0;
    for (WeightsLayout.Place place : layout.places()) {
      if (place.coarse()) {
        float scale = scales[column];
        column++;
        for (int i = 0; i < place.values(); i++) {
          short level = (short) Rows.SHORT.get(row, (place.offset() + i) * Short.BYTES);
          out[place.from() + i] = LevelCodec.value(level, scale);
          outliers |= level == LevelCodec.NO_LEVEL;
        }
      } else {
        int at = layout.exactsFrom() + place.offset() * Float.BYTES;
        for (int i = 0; i < place.values(); i++) {
          out[place.from() + i] = (float) Rows.FLOAT.get(row, at + i * Float.BYTES);
        }
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
        if ((short) Rows.SHORT.get(row, value * Short.BYTES) == LevelCodec.NO_LEVEL) {
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
