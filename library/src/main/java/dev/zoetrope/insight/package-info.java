/**
 * Figures over many frames. They come from the stored statistics, not from the activations, so a
 * run of any length takes only a moment. Uses {@link dev.zoetrope.recording} and nothing else.
 */
package dev.zoetrope.insight;
