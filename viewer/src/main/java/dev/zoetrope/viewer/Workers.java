package dev.zoetrope.viewer;

import dev.zoetrope.recording.Recording;
import java.io.IOException;

/** The threads that read and draw for one player, so that the event thread never waits. */
final class Workers implements AutoCloseable {

  final ShadingCache shadings = new ShadingCache();
  final LatestWins main = new LatestWins("zoetrope-sheet", Thread.NORM_PRIORITY);
  final LatestWins pin = new LatestWins("zoetrope-pin", Thread.NORM_PRIORITY);
  final LatestWins thumbnails = new LatestWins("zoetrope-thumbnails", Thread.MIN_PRIORITY);
  final LatestWins chart = new LatestWins("zoetrope-chart", Thread.NORM_PRIORITY);
  final LatestWins time = new LatestWins("zoetrope-time-view", Thread.MIN_PRIORITY);
  final LatestWins history = new LatestWins("zoetrope-history", Thread.MIN_PRIORITY);
  private final LatestWins readAhead = new LatestWins("zoetrope-read-ahead", Thread.MIN_PRIORITY);

  /** Decodes the chunk of a frame that will be wanted soon. */
  void readAhead(Recording recording, RunData run, int layer, int frame) {
    if (frame < 0 || frame >= run.frames()) {
      return;
    }
    readAhead.submit(
        () -> {
          try {
            recording.activation(run.layers().get(layer).name(), frame);
          } catch (IOException e) {
            // Whoever wants the frame itself will say what is wrong with it.
            return;
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
