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

  /** Returns whether the other root can be a later state of the same recording. */
  boolean isContinuedBy(Root later) {
    return id.equals(later.id)
        && info.run().started().equals(later.info.run().started())
        && info.frames() <= later.info.frames()
        && info.layers().equals(later.info.layers())
        && groups.equals(later.groups);
  }

  /** Returns whether the writer has closed the recording, so that nothing will be added. */
  boolean isClosed() {
    return info.complete()
        || info.ending().isPresent()
        || checksums.rows() > checksums.fullRows(info.frames());
  }
}
