/** Export from the player: the dialog, and the export of sheets and overviews. */
package dev.zoetrope.viewer.export;
