package dev.zoetrope.pass;

/** How a network is run. */
public enum RunMode {
  /** As for predictions. */
  EVALUATION,
  /** With labels, which some networks need. DJL supports this in training only. */
  LABELS,
  /** As for training, for networks that support nothing else. */
  TRAINING
}
