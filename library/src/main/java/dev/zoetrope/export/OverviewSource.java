package dev.zoetrope.export;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.IndexedImage;
import dev.zoetrope.render.Overview;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SharedPalette;
import dev.zoetrope.render.Theme;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All layers of one probe. */
final class OverviewSource implements FrameSource {

  private final Recording recording;
  private final Overview overview;
  private final int probe;
  private final List<Shading> shadings;
  private final Theme theme;
  private final SharedPalette palette;
  private final IndexedImage image;

  OverviewSource(
      Recording recording,
      Overview overview,
      int probe,
      List<Shading> shadings,
      Theme theme,
      SharedPalette palette) {
    this.recording = recording;
    this.overview = overview;
    this.probe = probe;
    this.shadings = shadings;
    this.theme = theme;
    this.palette = palette;
    image = palette.newImage(overview.width(), overview.height());
  }

  @Override
  public int width() {
    return image.width();
  }

  @Override
  public int height() {
    return image.height();
  }

  private BufferedImage draw(int frame) throws IOException {
    List<float[]> values = new ArrayList<>();
    for (Layer layer : overview.layers()) {
      values.add(recording.activation(layer.name(), frame));
    }
    return overview.render(probe, values, shadings, theme);
  }

  @Override
  public IndexedImage indexed(int frame) throws IOException {
    palette.convert(draw(frame), image);
    return image;
  }

  @Override
  public void rgb(int frame, byte[] target) throws IOException {
    BufferedImage drawn = draw(frame);
    int at = 0;
    for (int color : drawn.getRGB(0, 0, width(), height(), null, 0, width())) {
      target[at++] = (byte) (color >> 16);
      target[at++] = (byte) (color >> 8);
      target[at++] = (byte) color;
    }
  }
}
