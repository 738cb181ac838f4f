package dev.zoetrope.viewer.sheet;

import dev.zoetrope.render.Box;
import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.SheetRenderer;
import dev.zoetrope.viewer.ui.DevicePixels;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;

/** A drawn sheet with the values it shows. */
public final class SheetPicture {

  private final SheetRenderer renderer;
  private final IndexedImage pixels;
  private final BufferedImage image;
  private final float[] values;
  private int frame;
  private SheetPicture before;
  private List<Box> changes;

  public SheetPicture(SheetRenderer renderer, int values) {
    this.renderer = renderer;
    this.pixels = renderer.newImage();
    this.image = pixels.toBufferedImage();
    this.values = new float[values];
  }

  public SheetRenderer renderer() {
    return renderer;
  }

  float[] values() {
    return values;
  }

  public int frame() {
    return frame;
  }

  public BufferedImage image() {
    return image;
  }

  /** Paints the picture with its inputs, pixel for pixel, at a position in pixels. */
  void paint(Graphics2D g, int x, int y) {
    DevicePixels.draw(g, image, x, y);
    renderer
        .colorInputs()
        .ifPresent(inputs -> DevicePixels.draw(g, inputs.image(), x + inputs.x(), y + inputs.y()));
  }

  /** The picture as it looks on the screen. */
  public BufferedImage shown() {
    return renderer.picture(pixels);
  }

  /**
   * Draws the values.
   *
   * @param newBefore the picture that the same painter drew before, or null
   */
  void draw(int newFrame, long step, SheetPicture newBefore) {
    frame = newFrame;
    renderer.render(values, step, pixels);
    // A picture of another size is not kept: resizing would form a chain that is never freed.
    before = newBefore == null || newBefore.renderer != renderer ? null : newBefore;
    changes = before == null ? whole() : renderer.changes(before.values, values);
  }

  /**
   * Returns where this differs from the picture drawn before it; for any other picture, everything.
   */
  List<Box> changesSince(SheetPicture other) {
    return other == before ? changes : whole();
  }

  private List<Box> whole() {
    return List.of(new Box(0, 0, pixels.width(), pixels.height()));
  }
}
