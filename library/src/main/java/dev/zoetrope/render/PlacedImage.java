package dev.zoetrope.render;

import java.awt.image.BufferedImage;

/**
 * A picture and where it lies on another.
 *
 * @param image the picture, not a copy: treat it as read-only
 * @param x its leftmost pixel
 * @param y its uppermost pixel
 */
public record PlacedImage(BufferedImage image, int x, int y) {}
