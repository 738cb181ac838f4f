/**
 * Swing components that are independent of recordings: components for pictures, dialogs, keys,
 * icons, themes, and the thread that runs only the newest task.
 */
package dev.zoetrope.viewer.ui;
