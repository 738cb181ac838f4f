package dev.zoetrope.viewer;

import dev.zoetrope.render.Theme;
import dev.zoetrope.viewer.ui.Themes;
import java.awt.Dimension;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;

/**
 * Prints how long recordings take to open, and random seeks to paint, with one line per recording.
 * The recordings are measured alternately. Run it with a small heap to see that the length of a
 * recording does not matter.
 */
final class SeekTimes {

  private static final int ROUNDS = 3;
  private static final int SEEKS = 100;

  /** The pause between two seeks, so that all work of one is done before the next. */
  private static final int PAUSE_MILLIS = 50;

  private final Random random = new Random(1);
  private final ZoetropePlayer player;
  private volatile IntConsumer onPaint = frame -> {};

  private SeekTimes() throws Exception {
    SwingUtilities.invokeAndWait(() -> Themes.apply(Theme.LIGHT));
    player = onEventThread(ZoetropePlayer::new);
    SwingUtilities.invokeAndWait(
        () -> {
          JFrame frame = new JFrame();
          frame.add(player);
          frame.setSize(new Dimension(1240, 820));
          frame.setVisible(true);
          player.sheet().onPaint(shown -> onPaint.accept(shown));
        });
  }

  public static void main(String[] recordings) {
    try {
      SeekTimes seekTimes = new SeekTimes();
      seekTimes.measure(Path.of(recordings[0]), new Times()); // loads classes
      Map<String, Times> times = new LinkedHashMap<>();
      for (int round = 0; round < ROUNDS; round++) {
        for (String recording : recordings) {
          Times known = times.computeIfAbsent(recording, key -> new Times());
          seekTimes.measure(Path.of(recording), known);
        }
      }
      times.values().forEach(System.out::println);
      System.exit(0);
    } catch (Throwable e) { // the window would keep the process alive
      e.printStackTrace();
      System.exit(1);
    }
  }

  /** Opens a recording and seeks in it. */
  private void measure(Path recording, Times times) throws Exception {
    times.open.add(millisUntilPainted(recording, 0, () -> player.load(recording)));
    times.frames = onEventThread(() -> player.model().run().frames());
    for (int i = 0; i < SEEKS; i++) {
      Thread.sleep(PAUSE_MILLIS);
      int now = onEventThread(() -> player.model().frame());
      int another = (now + 1 + random.nextInt(times.frames - 1)) % times.frames;
      times.seek.add(
          millisUntilPainted(recording, another, () -> player.model().transport().seek(another)));
    }
    Runtime java = Runtime.getRuntime();
    times.heap = Math.max(times.heap, (java.totalMemory() - java.freeMemory()) >> 20);
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      if (pool.getName().equals("direct")) {
        times.direct = Math.max(times.direct, pool.getMemoryUsed() >> 20);
      }
    }
  }

  /** Runs an action on the event dispatch thread and waits until its frame is painted. */
  private double millisUntilPainted(Path recording, int frame, Runnable action) throws Exception {
    CompletableFuture<Long> painted = new CompletableFuture<>();
    onPaint =
        shown -> {
          if (shown == frame && player.model().recording().orElseThrow().path().equals(recording)) {
            painted.complete(System.nanoTime());
          }
        };
    long start = System.nanoTime();
    SwingUtilities.invokeLater(action);
    return (painted.get(30, TimeUnit.SECONDS) - start) / 1e6;
  }

  private static <T> T onEventThread(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    SwingUtilities.invokeLater(future);
    return future.get();
  }

  /** The measurements of one recording, in milliseconds. */
  private static final class Times {

    private final List<Double> open = new ArrayList<>();
    private final List<Double> seek = new ArrayList<>();
    private int frames;
    private long heap;
    private long direct;

    @Override
    public String toString() {
      Collections.sort(seek);
      return String.format(
          Locale.ROOT,
          "%d frames: opened in %.0f ms at most; %d seeks to painted: median %.2f, 95 %% %.1f,"
              + " longest %.1f ms; at most heap %d MB of %d, buffers outside it %d MB",
          frames,
          Collections.max(open),
          seek.size(),
          seek.get(seek.size() / 2),
          seek.get(seek.size() * 95 / 100),
          seek.get(seek.size() - 1),
          heap,
          Runtime.getRuntime().maxMemory() >> 20,
          direct);
    }
  }
}
