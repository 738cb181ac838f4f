package dev.zoetrope.viewer;

/**
 * The sizes that the user gave to the parts of the player, in Swing units.
 *
 * @param layers width of the layer list
 * @param timeline height of the chart
 * @param timeView height of the time view
 */
record PaneSizes(int layers, int timeline, int timeView) {}
