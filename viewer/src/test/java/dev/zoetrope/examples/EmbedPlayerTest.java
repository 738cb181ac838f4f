package dev.zoetrope.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.viewer.SampleRecording;
import examples.EmbedPlayer;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedPlayerTest {

  @TempDir private Path folder;

  @Test
  void showsTheRecordingAndLeavesNoThreads() throws Exception {
    Assumptions.assumeFalse(GraphicsEnvironment.isHeadless(), "there is no display");
    Path recording = SampleRecording.write(folder.resolve("a.zarr"), 20);
    JFrame frame = onEventThread(() -> EmbedPlayer.show(recording));
    // Interface and loading message have few colours, activations have many.
    await("activations on the screen", () -> colours(frame) > 300);
    onEventThread(
        () -> {
          frame.dispose();
          return null;
        });
    await("the threads to end", () -> threads() == 0);
  }

  private static <T> T onEventThread(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    SwingUtilities.invokeLater(future);
    return future.get(20, TimeUnit.SECONDS);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!onEventThread(condition)) {
      assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  private static long colours(JFrame frame) {
    int width = frame.getWidth();
    int height = frame.getHeight();
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    frame.paint(image.getGraphics());
    return Arrays.stream(image.getRGB(0, 0, width, height, null, 0, width)).distinct().count();
  }

  private static long threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("zoetrope-"))
        .count();
  }
}
