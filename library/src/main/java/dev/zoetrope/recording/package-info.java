/**
 * Recordings: what was seen at each training step, in a Zarr v3 group that other programs open too.
 *
 * <p>{@link dev.zoetrope.recording.RecordingWriter} appends {@link dev.zoetrope.recording.Frame
 * frames}, {@link dev.zoetrope.recording.Recording} reads them back in any order, while they are
 * being written too. Nothing here knows DJL: a recording can be opened with no engine at hand.
 */
package dev.zoetrope.recording;
