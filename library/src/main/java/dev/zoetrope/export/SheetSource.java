package dev.zoetrope.export;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.SheetRenderer;
import java.io.IOException;

/** Draws one frame after the other into one picture. */
final class SheetSource {

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

  IndexedImage image() {
    return image;
  }

  void draw(int frame) throws IOException {
    recording.activation(layer.name(), frame, values);
    renderer.render(values, steps[frame], image);
  }
}
