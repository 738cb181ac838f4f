/**
 * Pictures of activations: colours, ranges, the sheet of one layer, all layers at once, and the
 * training chart.
 *
 * <p>Everything that shows a recording draws through this package, so a window, a PNG and a GIF
 * have the same pixels. Nothing here opens a window or uses a system font. Text is drawn with a
 * built-in bitmap font, so pictures are the same on every machine.
 *
 * <p>Sheets are {@link dev.zoetrope.render.IndexedImage indexed images} made by a {@link
 * dev.zoetrope.render.SheetRenderer}. Lengths are pixels, counted from the top left.
 */
package dev.zoetrope.render;
