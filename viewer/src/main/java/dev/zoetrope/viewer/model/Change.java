package dev.zoetrope.viewer.model;

/** What changed in a {@link PlayerModel}. */
public enum Change {
  /** Another recording, or none. */
  RECORDING,
  /** The recording has grown or has been completed. */
  GROWTH,
  /** The current frame. */
  FRAME,
  /** Playback, loop, speed, range or following. */
  TRANSPORT,
  /** What is shown and how: layer, view, zoom, colours, hidden probes and channels, theme. */
  VIEW,
  /** The pinned value. */
  PIN
}
