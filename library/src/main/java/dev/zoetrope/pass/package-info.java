/**
 * One run of a network on given inputs, and what its layers put out. Shared by the recorder, which
 * runs the network that is being trained, and by replay, which runs one with recorded weights.
 *
 * <p>{@link dev.zoetrope.pass.ProbePass} runs a {@link dev.zoetrope.pass.Network} with hooks that
 * are attached only meanwhile; {@link dev.zoetrope.pass.Discovery} finds out what it can see. Not
 * exported.
 */
package dev.zoetrope.pass;
