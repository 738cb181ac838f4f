package dev.zoetrope.recording;

/**
 * How many values of a layer are not what the network computed, or are no numbers.
 *
 * @param notFinite NaN and infinite ones, and those of frames at which the layer had none
 * @param clipped finite ones that were too large for the precision and became the largest it has
 * @param vanished ones that were too small for the precision and became 0, though they were more
 *     than a thousandth of the layer's largest at that frame
 */
record ValueCounts(long notFinite, long clipped, long vanished) {

  static final ValueCounts NONE = new ValueCounts(0, 0, 0);

  ValueCounts plus(ValueCounts other) {
    return new ValueCounts(
        notFinite + other.notFinite, clipped + other.clipped, vanished + other.vanished);
  }

  /** Whether stored values differ from the exact ones by more than rounding. */
  boolean altered() {
    return clipped > 0 || vanished > 0;
  }
}
