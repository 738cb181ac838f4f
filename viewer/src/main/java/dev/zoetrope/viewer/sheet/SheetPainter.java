package dev.zoetrope.viewer.sheet;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetRenderer;
import dev.zoetrope.viewer.model.ShadingCache;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Draws sheets, and keeps everything that does not change from frame to frame. {@link #paint} is
 * for one thread; another thread may {@link #release} pictures that are no longer shown.
 */
public final class SheetPainter {

  private final ShadingCache shadings;
  private final ConcurrentLinkedQueue<SheetPicture> free = new ConcurrentLinkedQueue<>();
  private SheetRequest drawn;
  private Shading shading;
  private SheetRenderer renderer;
  private SheetPicture last;

  public SheetPainter(ShadingCache shadings) {
    this.shadings = shadings;
  }

  SheetPicture paint(SheetRequest request, int frame) throws IOException {
    Layer layer = request.run().layers().get(request.layer());
    Shading wanted =
        shadings.get(request.recording(), request.run(), request.layer(), request.colours());
    if (!request.sameLook(drawn) || !wanted.equals(shading)) {
      renderer = new SheetRenderer(request.layout(), request.run().probes(), wanted);
      shading = wanted;
      drawn = request;
      free.clear();
    }
    SheetPicture picture = free.poll();
    if (picture == null || picture.renderer() != renderer) {
      picture = new SheetPicture(renderer, request.recording().valuesPerFrame(layer));
    }
    request.recording().activation(layer.name(), frame, picture.values());
    picture.draw(frame, request.run().step(frame), last);
    last = picture;
    return picture;
  }

  /** Takes a picture back for reuse. */
  void release(SheetPicture picture) {
    if (free.size() < 3) {
      free.add(picture);
    }
  }
}
