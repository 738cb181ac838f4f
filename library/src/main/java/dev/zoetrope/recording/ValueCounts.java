package dev.zoetrope.recording;

/**
 * Counts of a layer's values that differ from what the network computed, or are not finite.
 *
 * @param notFinite NaN and infinite values, including those of frames in which the layer had none
 * @param clipped finite values that were too large for the precision and became the largest it has
 * @param vanished values that were too small for the precision and became 0, although they were
 *     more than a thousandth of the layer's largest value in that frame
 */
record ValueCounts(long notFinite, long clipped, long vanished) {

  static final ValueCounts NONE = new ValueCounts(0, 0, 0);

  ValueCounts plus(ValueCounts other) {
    return new ValueCounts(
        notFinite + other.notFinite, clipped + other.clipped, vanished + other.vanished);
  }

  /** Returns whether stored values differ from the exact ones by more than rounding. */
  boolean altered() {
    return clipped > 0 || vanished > 0;
  }
}
