package dev.zoetrope.recording;

/**
 * How far the weights of a recording are written.
 *
 * @param checkpoints the number of checkpoints
 * @param gathered the number of those whose group is stored; the others lie in {@code recent}
 */
record WeightsProgress(int checkpoints, int gathered) {

  static final WeightsProgress NONE = new WeightsProgress(0, 0);
}
