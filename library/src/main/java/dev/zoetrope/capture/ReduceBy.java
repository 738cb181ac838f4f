package dev.zoetrope.capture;

/** What to leave out of layers that are too large. */
public enum ReduceBy {
  /**
   * Records some channels (or units), evenly chosen from all; means of squares of positions only
   * where a single channel is too large.
   */
  CHANNELS,
  /**
   * Records the mean of each square of positions; fewer channels only where one value a channel is
   * too much, as in dense layers, which have no positions.
   */
  POOLING
}
