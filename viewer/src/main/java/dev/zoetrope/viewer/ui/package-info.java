/**
 * Swing parts that know nothing of recordings: components for pictures, dialogs, keys, icons,
 * themes, and the thread on which the newest request wins.
 */
package dev.zoetrope.viewer.ui;
