/**
 * The Zarr v3 store beneath a recording: array metadata, chunks, codecs, and the directory or zip
 * that holds them.
 *
 * <p>What belongs here knows nothing of layers, steps or networks; it uses the JDK, Gson and
 * zstd-jni only. Not exported: other packages than {@code dev.zoetrope.recording} stay out.
 */
package dev.zoetrope.zarr;
