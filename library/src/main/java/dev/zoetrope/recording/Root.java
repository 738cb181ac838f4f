package dev.zoetrope.recording;

import java.util.List;
import java.util.Optional;

/**
 * The contents of a recording's root, as of one commit.
 *
 * @param id distinguishes this recording from others at the same path; empty in old recordings,
 *     which have no id
 * @param info the information for users
 * @param groups the group of each layer, {@code layers/…}
 * @param seriesPaths the array of each series, {@code series/…}
 * @param checksums which part of the checksum table is valid
 * @param counts for each layer, how many values were not stored as they are
 * @param weights how far the weights are written; empty if there are none
 */
record Root(
    Optional<String> id,
    RecordingInfo info,
    List<String> groups,
    List<String> seriesPaths,
    Checksums checksums,
    List<ValueCounts> counts,
    Optional<WeightsProgress> weights) {

  Root {
    groups = List.copyOf(groups);
    seriesPaths = List.copyOf(seriesPaths);
    counts = List.copyOf(counts);
  }

  /** Returns the root of the same recording with activations of this many frames. */
  Root developed(
      int frames, Checksums reliable, List<ValueCounts> altered, WeightsProgress ofWeights) {
    return new Root(
        id, info.developed(frames), groups, seriesPaths, reliable, altered, Optional.of(ofWeights));
  }

  Root with(WeightsInfo found) {
    return new Root(id, info.with(found), groups, seriesPaths, checksums, counts, weights);
  }

  /** Returns whether the other root can be a later state of the same recording. */
  boolean isContinuedBy(Root later) {
    return id.equals(later.id)
        && info.run().started().equals(later.info.run().started())
        && info.frames() <= later.info.frames()
        && info.exposed() <= later.info.exposed()
        && info.layers().equals(later.info.layers())
        && groups.equals(later.groups);
  }

  /** Returns whether the writer has closed the recording, so that nothing will be added. */
  boolean isClosed() {
    return info.frames() == info.exposed() && isWritten();
  }

  /** Returns whether training and its recording have ended. */
  private boolean isWritten() {
    return info.complete()
        || info.ending().isPresent()
        || checksums.rows() > checksums.fullRows(info.frames());
  }
}
