package dev.zoetrope.viewer;

import dev.zoetrope.render.Theme;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;

/**
 * Prints how long recordings take to open and random seeks to paint, one line a recording. Run it
 * with little heap to see that the length of a recording does not matter.
 */
final class SeekTimes {

  private static final int SEEKS = 200;

  private SeekTimes() {}

  public static void main(String[] recordings) throws Exception {
    SwingUtilities.invokeAndWait(() -> Themes.apply(Theme.LIGHT));
    ZoetropePlayer player = onEventThread(ZoetropePlayer::new);
    SwingUtilities.invokeAndWait(
        () -> {
          JFrame frame = new JFrame();
          frame.add(player);
          frame.setSize(new Dimension(1240, 820));
          frame.setVisible(true);
        });
    measure(player, Path.of(recordings[0])); // loads classes
    for (String recording : recordings) {
      System.out.println(measure(player, Path.of(recording)));
    }
    System.exit(0);
  }

  private static String measure(ZoetropePlayer player, Path recording) throws Exception {
    long[] painted = new long[1];
    SwingUtilities.invokeAndWait(() -> player.sheet().onPaint(frame -> painted[0] = frame));
    painted[0] = -1;
    long begin = System.nanoTime();
    SwingUtilities.invokeAndWait(() -> player.load(recording));
    awaitPainted(player, painted, 0, recording);
    double open = (System.nanoTime() - begin) / 1e6;
    Random random = new Random(1);
    double[] times = new double[SEEKS];
    int frames = onEventThread(() -> player.model().run().frames());
    for (int i = 0; i < SEEKS; i++) {
      int frame = random.nextInt(frames);
      long start = System.nanoTime();
      SwingUtilities.invokeAndWait(() -> player.model().seek(frame));
      awaitPainted(player, painted, frame, recording);
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return String.format(
        Locale.ROOT,
        "%d frames: opened in %.0f ms; seek to painted median %.1f, 95 %% %.1f, longest %.1f ms;"
            + " heap %d MB of %d",
        frames,
        open,
        times[SEEKS / 2],
        times[SEEKS * 95 / 100],
        times[SEEKS - 1],
        (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()) >> 20,
        Runtime.getRuntime().maxMemory() >> 20);
  }

  private static void awaitPainted(ZoetropePlayer player, long[] painted, int frame, Path recording)
      throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!onEventThread(
        () ->
            painted[0] == frame
                && player
                    .model()
                    .recording()
                    .filter(r -> r.path().equals(recording))
                    .isPresent())) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("frame " + frame + " was not painted");
      }
      Thread.onSpinWait();
    }
  }

  private static <T> T onEventThread(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    SwingUtilities.invokeLater(future);
    return future.get();
  }
}
