/**
 * The Zarr v3 store beneath a recording: array metadata, chunks, codecs, and the directory or zip
 * file that holds them.
 *
 * <p>This package knows nothing about layers, steps or networks and uses only the JDK, Gson and
 * zstd-jni. It is not exported; only {@code dev.zoetrope.recording} uses it.
 */
package dev.zoetrope.zarr;
