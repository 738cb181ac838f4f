/** All layers at once: the overview and the list of layers with its thumbnails. */
package dev.zoetrope.viewer.overview;
