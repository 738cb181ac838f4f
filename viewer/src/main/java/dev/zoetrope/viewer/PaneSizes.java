package dev.zoetrope.viewer;

/**
 * How large users have made the parts of the player, in units of Swing.
 *
 * @param layers width of the list of layers
 * @param timeline height of the chart
 * @param timeView height of the time view
 */
record PaneSizes(int layers, int timeline, int timeView) {}
