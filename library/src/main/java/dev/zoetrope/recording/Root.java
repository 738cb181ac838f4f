package dev.zoetrope.recording;

import java.util.List;
import java.util.Optional;

/**
 * What the root of a recording says, as of one commit.
 *
 * @param id tells this recording from another at the same place; empty in recordings that were made
 *     before there were ids
 * @param info what users are told
 * @param groups the group of each layer, {@code layers/…}
 * @param seriesPaths the array of each series, {@code series/…}
 * @param checksums how much of the table of checksums can be relied on
 */
record Root(
    Optional<String> id,
    RecordingInfo info,
    List<String> groups,
    List<String> seriesPaths,
    Checksums checksums) {

  Root {
    groups = List.copyOf(groups);
    seriesPaths = List.copyOf(seriesPaths);
  }

  /** Returns whether the other root may be a later one of the same recording. */
  boolean isContinuedBy(Root later) {
    return id.equals(later.id)
        && info.run().started().equals(later.info.run().started())
        && info.frames() <= later.info.frames()
        && info.layers().equals(later.info.layers())
        && groups.equals(later.groups);
  }

  /** Returns whether its writer has closed it: nothing will be added. */
  boolean isClosed() {
    return info.complete()
        || info.ending().isPresent()
        || checksums.rows() > checksums.fullRows(info.frames());
  }
}
