/**
 * Image data sets in IDX files: MNIST as shipped, or any folder of files named like it.
 *
 * <p>Plain bytes in plain arrays; nothing here knows DJL.
 */
package dev.zoetrope.dataset;
