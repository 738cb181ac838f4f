package dev.zoetrope.viewer;

import dev.zoetrope.render.Box;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.swing.SwingUtilities;

/**
 * Does what playing will do before the user asks for it, so that it is compiled by then: draws
 * frames that nobody sees, and lets the parts of the screen be painted again where these differ.
 * Lives on the thread that draws sheets, and gives way to whatever else that is to do.
 */
final class Rehearsal {

  /** In the interpreter a frame takes 30 ms, compiled 10. */
  private static final int FRAMES = 24;

  private final Workers workers;
  private final Consumer<List<Box>> paint;
  private final AtomicInteger played = new AtomicInteger();

  /**
   * Makes a rehearsal.
   *
   * @param paint paints parts of the sheet on the event thread, in pixels
   */
  Rehearsal(Workers workers, Consumer<List<Box>> paint) {
    this.workers = workers;
    this.paint = paint;
  }

  /** Whether no more is needed, in any recording. */
  boolean over() {
    return played.get() >= FRAMES;
  }

  /** Goes on until it is over or something else is to be drawn. */
  void play(SheetRequest request) {
    SheetPainter painter = new SheetPainter(workers.shadings);
    SheetPicture before = null;
    try {
      while (!over() && !workers.main.superseded()) {
        int frame = played.getAndIncrement() % request.run().frames();
        SheetPicture drawn = painter.paint(request, frame);
        if (before != null) {
          List<Box> changes = drawn.changesSince(before);
          SwingUtilities.invokeAndWait(() -> paint.accept(changes));
          painter.release(before);
        }
        before = drawn;
      }
    } catch (IOException e) {
      // Whoever wants the frame itself will say what is wrong with it.
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
