/**
 * Forward hooks on the blocks of any DJL network, and the recorder that is built on them.
 *
 * <p>{@link dev.zoetrope.capture.ForwardHooks} shows what flows through chosen blocks; {@link
 * dev.zoetrope.capture.ActivationRecorder} is a DJL training listener that feeds probes through the
 * network after each step and writes what the hooks see into a recording. Neither changes what the
 * network learns.
 */
package dev.zoetrope.capture;
