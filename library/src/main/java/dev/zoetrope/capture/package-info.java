/**
 * The recorder: a DJL training listener that runs the network on the probes after each step and
 * writes the activations into a recording.
 *
 * <p>{@link dev.zoetrope.capture.ActivationRecorder} is the entry point. A recorder does not affect
 * training, and it reports what it cannot record.
 */
package dev.zoetrope.capture;
