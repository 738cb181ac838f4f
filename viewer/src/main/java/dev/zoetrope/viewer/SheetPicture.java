package dev.zoetrope.viewer;

import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.SheetRenderer;
import java.awt.image.BufferedImage;

/** A drawn sheet with the values it shows. */
final class SheetPicture {

  private final SheetRenderer renderer;
  private final IndexedImage pixels;
  private final BufferedImage image;
  private final float[] values;
  private int frame;

  SheetPicture(SheetRenderer renderer, int values) {
    this.renderer = renderer;
    this.pixels = renderer.newImage();
    this.image = pixels.toBufferedImage();
    this.values = new float[values];
  }

  SheetRenderer renderer() {
    return renderer;
  }

  float[] values() {
    return values;
  }

  int frame() {
    return frame;
  }

  BufferedImage image() {
    return image;
  }

  void draw(int newFrame, long step) {
    frame = newFrame;
    renderer.render(values, step, pixels);
  }
}
