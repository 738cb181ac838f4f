/**
 * Recordings: the activations at each training step, in a Zarr v3 group that other programs can
 * open too.
 *
 * <p>{@link dev.zoetrope.recording.RecordingWriter} appends {@link dev.zoetrope.recording.Frame
 * frames}, {@link dev.zoetrope.recording.Recording} reads them back in any order, even while they
 * are being written. This package does not use DJL, so a recording can be opened without an engine.
 */
package dev.zoetrope.recording;
