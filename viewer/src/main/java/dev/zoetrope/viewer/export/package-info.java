/** What the player exports: the dialog, and what a sheet or an overview is made into. */
package dev.zoetrope.viewer.export;
