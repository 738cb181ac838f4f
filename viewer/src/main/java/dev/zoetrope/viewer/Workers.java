package dev.zoetrope.viewer;

import dev.zoetrope.recording.Recording;
import java.io.IOException;

/** The threads that read and draw for one player, so that the event thread never waits. */
final class Workers implements AutoCloseable {

  final ShadingCache shadings = new ShadingCache();
  final LatestWins main = new LatestWins("zoetrope-sheet");
  final LatestWins pin = new LatestWins("zoetrope-pin");
  final LatestWins thumbnails = new LatestWins("zoetrope-thumbnails");
  final LatestWins chart = new LatestWins("zoetrope-chart");
  final LatestWins time = new LatestWins("zoetrope-time-view");
  final LatestWins history = new LatestWins("zoetrope-history");
  private final LatestWins readAhead = new LatestWins("zoetrope-read-ahead");
  private final FrameBuffer ahead = new FrameBuffer();

  /** Decodes the chunk of a frame that will be wanted soon. */
  void readAhead(Recording recording, RunData run, int layer, int frame) {
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
