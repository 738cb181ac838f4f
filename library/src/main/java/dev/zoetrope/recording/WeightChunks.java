package dev.zoetrope.recording;

import dev.zoetrope.zarr.ArrayReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The chunks that an array of weights must have, as of one commit.
 *
 * @param array the array
 * @param from the first of them
 * @param to the one after the last
 * @param sumColumn the column of the first chunk of a group in the checksums; −1 if they have none
 */
record WeightChunks(ArrayReader array, int from, int to, int sumColumn) {

  /** Opens every array of the weights except {@code outlier}, whose chunks may be absent. */
  static List<WeightChunks> of(Snapshot seen, ArrayAccess access) throws IOException {
    List<WeightChunks> parts = new ArrayList<>();
    if (seen.weights().isEmpty()) {
      return parts;
    }
    WeightArrays arrays = seen.weights().get();
    WeightsProgress progress = seen.root().weights().orElseThrow();
    int gathered = arrays.groups(progress.gathered());
    int column = 0;
    for (WeightArrays.Stored stored : arrays.stored()) {
      ArrayReader array = WeightsReader.open(access, arrays, stored);
      int across = array.metadata().chunksAcross();
      parts.add(new WeightChunks(array, 0, gathered * across, column));
      column += across;
    }
    ArrayReader sums = access.open(WeightArrays.CHECKSUMS);
    parts.add(new WeightChunks(WeightArrays.require(sums, arrays.checksums(1)), 0, gathered, -1));
    if (arrays.hasLevels()) {
      ArrayReader scale = access.open(WeightArrays.SCALE);
      parts.add(
          new WeightChunks(
              WeightArrays.require(scale, arrays.scale(1)),
              0,
              arrays.groups(progress.checkpoints()),
              arrays.scaleColumn()));
    }
    if (progress.gathered() < progress.checkpoints()) {
      ArrayReader recent = access.open(WeightArrays.RECENT);
      parts.add(
          new WeightChunks(
              WeightArrays.require(recent, arrays.recent(1)),
              progress.gathered(),
              progress.checkpoints(),
              -1));
    }
    return parts;
  }

  /** Returns the checksum that was written for a chunk; empty if none was. */
  OptionalInt written(Snapshot seen, ArrayAccess access, int chunk) throws IOException {
    WeightArrays arrays = seen.weights().orElseThrow();
    int across = array.metadata().chunksAcross();
    int gathered = arrays.groups(seen.root().weights().orElseThrow().gathered());
    if (sumColumn < 0 || chunk / across >= gathered) {
      return OptionalInt.empty();
    }
    int[] sums = WeightsReader.sums(access, arrays, chunk / across);
    return OptionalInt.of(sums[sumColumn + chunk % across]);
  }
}
