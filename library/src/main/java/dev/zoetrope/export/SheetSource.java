package dev.zoetrope.export;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.SharedPalette;
import dev.zoetrope.render.SheetRenderer;
import java.io.IOException;
import java.util.Optional;

/** The sheets of a layer. */
final class SheetSource implements FrameSource {

  private final Recording recording;
  private final Layer layer;
  private final long[] steps;
  private final SheetRenderer renderer;
  private final float[] values;
  private final IndexedImage image;
  private final Optional<SharedPalette> shared;
  private final IndexedImage converted;

  SheetSource(Recording recording, Layer layer, long[] steps, SheetRenderer renderer)
      throws IOException {
    this.recording = recording;
    this.layer = layer;
    this.steps = steps;
    this.renderer = renderer;
    values = new float[recording.valuesPerFrame(layer)];
    image = renderer.newImage();
    shared = renderer.gifPalette();
    converted = shared.map(p -> p.newImage(image.width(), image.height())).orElse(image);
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
    draw(frame);
    shared.ifPresent(palette -> palette.convert(renderer.picture(image), converted));
    return converted;
  }

  private void draw(int frame) throws IOException {
    recording.activation(layer.name(), frame, values);
    renderer.render(values, steps[frame], image);
  }

  @Override
  public void rgb(int frame, byte[] target) throws IOException {
    draw(frame);
    int at = 0;
    for (int color : renderer.picture(image).getRGB(0, 0, width(), height(), null, 0, width())) {
      target[at++] = (byte) (color >> 16);
      target[at++] = (byte) (color >> 8);
      target[at++] = (byte) color;
    }
  }
}
