/** One layer at one frame: the sheet, its painting in the background, and the pinned map. */
package dev.zoetrope.viewer.sheet;
