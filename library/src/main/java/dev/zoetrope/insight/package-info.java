/**
 * Figures over many frames, from the stored statistics rather than the activations, so that a run
 * of any length is looked at in a moment. Knows {@link dev.zoetrope.recording} and nothing else.
 */
package dev.zoetrope.insight;
