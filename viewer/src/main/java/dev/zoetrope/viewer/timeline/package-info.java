/**
 * The run over time: curves, the scrub bar, the transport buttons, and the time view of one map.
 */
package dev.zoetrope.viewer.timeline;
