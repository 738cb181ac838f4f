/**
 * One layer at one frame, large: the sheet, its painting off the event thread, and the pinned map.
 */
package dev.zoetrope.viewer.sheet;
