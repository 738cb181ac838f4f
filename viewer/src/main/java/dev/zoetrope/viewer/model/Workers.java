package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.viewer.ui.FrameBuffer;
import dev.zoetrope.viewer.ui.LatestWins;
import java.io.IOException;

/** The threads that read and draw for one player, so that the event thread never waits. */
public final class Workers implements AutoCloseable {

  public final ShadingCache shadings = new ShadingCache();
  public final LatestWins main = new LatestWins("zoetrope-sheet");
  public final LatestWins pin = new LatestWins("zoetrope-pin");
  public final LatestWins thumbnails = new LatestWins("zoetrope-thumbnails");
  public final LatestWins chart = new LatestWins("zoetrope-chart");
  public final LatestWins time = new LatestWins("zoetrope-time-view");
  public final LatestWins history = new LatestWins("zoetrope-history");
  private final LatestWins readAhead = new LatestWins("zoetrope-read-ahead");
  private final FrameBuffer ahead = new FrameBuffer();

  /** Decodes the chunk of a frame that will be wanted soon. */
  public void readAhead(Recording recording, RunData run, int layer, int frame) {
    if (frame < 0 || frame >= run.frames()) {
      return;
    }
    readAhead.submit(
        () -> {
          try {
            ahead.read(recording, run.layers().get(layer), frame);
          } catch (IOException e) {
            // Whoever wants the frame itself will say what is wrong with it.
          }
        });
  }

  @Override
  public void close() {
    for (LatestWins worker : new LatestWins[] {main, pin, thumbnails, chart, time, history}) {
      worker.close();
    }
    readAhead.close();
  }
}
