/** All layers at once: the overview, and the layer list with its thumbnails. */
package dev.zoetrope.viewer.overview;
