/**
 * The recorder: a DJL training listener that feeds probes through the network after each step and
 * writes what hooks see into a recording.
 *
 * <p>{@link dev.zoetrope.capture.ActivationRecorder} is where users begin. A recorder disturbs
 * nothing: training ends in the same weights, and what cannot be recorded is said.
 */
package dev.zoetrope.capture;
