package dev.zoetrope.render;

import java.awt.image.BufferedImage;

/**
 * A picture and its position on another one.
 *
 * <pre>{@code
 * SheetRenderer renderer =
 *     SheetRenderer.of(recording, "conv3", Shading.DEFAULT, SheetOptions.DEFAULT);
 * Optional<PlacedImage> inputs = renderer.colorInputs();
 * }</pre>
 *
 * @param image the picture, not copied: treat it as read-only
 * @param x its leftmost pixel
 * @param y its topmost pixel
 */
public record PlacedImage(BufferedImage image, int x, int y) {}
