/**
 * Runs a network with the weights of any recorded frame, on any inputs: what its layers put out,
 * and what it answers.
 *
 * <p>{@link dev.zoetrope.replay.Replay} is the entry point. It needs a recording with weights and
 * the network's code, which a recording does not contain.
 */
package dev.zoetrope.replay;
