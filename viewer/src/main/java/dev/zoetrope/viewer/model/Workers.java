package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingReplacedException;
import dev.zoetrope.viewer.ui.FrameBuffer;
import dev.zoetrope.viewer.ui.LatestWins;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import javax.swing.SwingUtilities;

/** The threads that read and draw for one player, so that the event dispatch thread never waits. */
public final class Workers implements AutoCloseable {

  public final OpenRecordings recordings = new OpenRecordings();
  public final ShadingCache shadings = new ShadingCache();
  public final LatestWins main = new LatestWins("zoetrope-sheet");
  public final LatestWins pin = new LatestWins("zoetrope-pin");
  public final LatestWins thumbnails = new LatestWins("zoetrope-thumbnails");
  public final LatestWins chart = new LatestWins("zoetrope-chart");
  public final LatestWins time = new LatestWins("zoetrope-time-view");
  public final LatestWins history = new LatestWins("zoetrope-history");
  private final LatestWins readAhead = new LatestWins("zoetrope-read-ahead");
  private final List<LatestWins> all =
      List.of(main, pin, thumbnails, chart, time, history, readAhead);
  private final FrameBuffer ahead = new FrameBuffer();
  private volatile Consumer<Recording> replacedHandler = recording -> {};

  /** Reads and draws. */
  @FunctionalInterface
  public interface Drawing {
    void run() throws IOException;
  }

  /** Sets a handler for replaced recordings; it is called on a drawing thread. */
  public void onReplaced(Consumer<Recording> handler) {
    replacedHandler = handler;
  }

  /**
   * Reads from a recording and draws, unless the recording is closed; then another one will be
   * shown.
   *
   * @param failed is told of any failure, on the event dispatch thread, so that the view can report
   *     it; it is not told of a drawing that was superseded by a newer one
   */
  public void draw(
      LatestWins thread, Recording recording, Drawing drawing, Consumer<Throwable> failed) {
    thread.submit(
        () -> {
          if (!recordings.use(recording)) {
            return;
          }
          try {
            draw(recording, drawing, failed);
          } finally {
            recordings.leave(recording);
          }
        });
  }

  private void draw(Recording recording, Drawing drawing, Consumer<Throwable> failed) {
    try {
      drawing.run();
    } catch (CancellationException e) {
      // A newer request will follow.
    } catch (IOException | RuntimeException e) {
      SwingUtilities.invokeLater(() -> failed.accept(e));
      if (e instanceof RecordingReplacedException) {
        replacedHandler.accept(recording);
      }
    } catch (Error e) {
      SwingUtilities.invokeLater(() -> failed.accept(e));
      throw e;
    }
  }

  /** Decodes the chunk of a frame that will be needed soon. */
  public void readAhead(Recording recording, RunData run, int layer, int frame) {
    if (frame < 0 || frame >= run.frames()) {
      return;
    }
    draw(
        readAhead,
        recording,
        () -> ahead.read(recording, run.layers().get(layer), frame),
        e -> {}); // the failure is reported when the frame itself is read
  }

  /** Drops waiting requests and cancels running ones; the next request starts a thread again. */
  public void rest() {
    all.forEach(LatestWins::rest);
  }

  @Override
  public void close() {
    rest();
    all.forEach(LatestWins::close);
  }
}
