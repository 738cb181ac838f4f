/**
 * Pictures of activations: colours, ranges, the sheet of one layer, all layers at once, the
 * training chart.
 *
 * <p>Everything that shows a recording draws through this package, so that a window, a PNG and a
 * GIF have the same pixels. Nothing here opens a window or uses a font of the system: text comes
 * from a bitmap font of its own, and the pictures are the same on every machine.
 *
 * <p>Sheets are {@link dev.zoetrope.render.IndexedImage indexed images} made by a {@link
 * dev.zoetrope.render.SheetRenderer}. Lengths are pixels, counted from the top left.
 */
package dev.zoetrope.render;
