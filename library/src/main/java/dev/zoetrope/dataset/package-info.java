/**
 * Labelled images in the usual forms: {@link dev.zoetrope.dataset.Datasets} recognizes a form by
 * the content of its files, and a reader for that form turns it into an {@link
 * dev.zoetrope.dataset.ImageDataset}, which says what was done.
 *
 * <p>Data is kept in plain arrays; this package does not use DJL.
 */
package dev.zoetrope.dataset;
