/**
 * Figures over many frames, computed from the stored statistics and not from the activations, so
 * even a long run takes only a moment. Uses only {@link dev.zoetrope.recording}.
 */
package dev.zoetrope.insight;
