/**
 * The state of the player, the data read from a recording, and the playback clock. Nothing in this
 * package draws. {@link dev.zoetrope.viewer.model.PlayerModel} may be changed only on the event
 * dispatch thread.
 */
package dev.zoetrope.viewer.model;
