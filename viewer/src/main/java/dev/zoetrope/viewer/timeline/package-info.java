/** The run over time: curves, the scrubber, the transport buttons, and the time view of one map. */
package dev.zoetrope.viewer.timeline;
