package dev.zoetrope.export;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.SheetRenderer;
import java.io.IOException;

/** The sheets of a layer. */
final class SheetSource implements FrameSource {

  private final Recording recording;
  private final Layer layer;
  private final long[] steps;
  private final SheetRenderer renderer;
  private final float[] values;
  private final IndexedImage image;

  SheetSource(Recording recording, Layer layer, long[] steps, SheetRenderer renderer)
      throws IOException {
    this.recording = recording;
    this.layer = layer;
    this.steps = steps;
    this.renderer = renderer;
    values = new float[recording.valuesPerFrame(layer)];
    image = renderer.newImage();
  }

  @Override
  public int width() {
    return image.width();
  }

  @Override
  public int height() {
    return image.height();
  }

  @Override
  public IndexedImage indexed(int frame) throws IOException {
    recording.activation(layer.name(), frame, values);
    renderer.render(values, steps[frame], image);
    return image;
  }

  @Override
  public void rgb(int frame, byte[] target) throws IOException {
    int[] palette = image.palette();
    int at = 0;
    for (byte index : indexed(frame).pixels()) {
      int color = palette[index & 0xFF];
      target[at++] = (byte) (color >> 16);
      target[at++] = (byte) (color >> 8);
      target[at++] = (byte) color;
    }
  }
}
