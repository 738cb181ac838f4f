package dev.zoetrope.viewer;

import dev.zoetrope.render.Theme;
import dev.zoetrope.viewer.model.LoopMode;
import dev.zoetrope.viewer.model.PlaybackDriver;
import dev.zoetrope.viewer.ui.DevicePixels;
import dev.zoetrope.viewer.ui.Themes;
import java.awt.Dimension;
import java.nio.file.Path;
import java.util.Locale;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;

/**
 * Plays recordings once from start to end at 60 frames per second, and prints for each recording
 * how many frames were dropped. With {@code -Dsun.java2d.uiScale=2} a sheet of 800 × 500 units has
 * 1600 × 1000 pixels.
 */
final class PlayTimes {

  private static final double RATE = 60;

  private PlayTimes() {}

  /** Arguments: width and height of the sheet in Swing units, and recordings. */
  public static void main(String[] arguments) throws Exception {
    Dimension sheet = new Dimension(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
    SwingUtilities.invokeAndWait(() -> Themes.apply(Theme.LIGHT));
    ZoetropePlayer player = Window.onEventThread(ZoetropePlayer::new);
    JFrame frame = Window.onEventThread(JFrame::new);
    SwingUtilities.invokeAndWait(
        () -> {
          frame.add(player);
          frame.setSize(new Dimension(1900, 1240));
          frame.setVisible(true);
        });
    for (int i = 2; i < arguments.length; i++) {
      System.out.println(play(player, frame, sheet, Path.of(arguments[i])));
    }
    System.exit(0);
  }

  private static String play(ZoetropePlayer player, JFrame frame, Dimension sheet, Path recording)
      throws Exception {
    SwingUtilities.invokeAndWait(() -> player.load(recording));
    while (!Window.onEventThread(() -> player.sheet().picture().isPresent())) {
      Thread.sleep(10);
    }
    SwingUtilities.invokeAndWait(
        () ->
            frame.setSize(
                frame.getWidth() + sheet.width - player.sheetPane().getViewport().getWidth(),
                frame.getHeight() + sheet.height - player.sheetPane().getViewport().getHeight()));
    Thread.sleep(500);
    SwingUtilities.invokeAndWait(
        () -> {
          player.model().transport().seek(0);
          player.model().transport().setLoop(LoopMode.ONCE);
          player.model().transport().setKeepRate(true);
          player.model().transport().setRate(RATE);
          player.model().transport().play();
        });
    long begin = System.nanoTime();
    StringBuilder when = new StringBuilder();
    long dropped = 0;
    while (Window.onEventThread(() -> player.model().transport().playing())) {
      long now = Window.onEventThread(() -> player.driver().dropped());
      if (now > dropped) {
        when.append(
            String.format(
                Locale.ROOT, " %d at %.2f s", now - dropped, (System.nanoTime() - begin) / 1e9));
        dropped = now;
      }
      Thread.sleep(5);
    }
    double seconds = (System.nanoTime() - begin) / 1e9;
    PlaybackDriver driver = player.driver();
    return Window.onEventThread(
        () ->
            String.format(
                Locale.ROOT,
                "%d × %d pixels (scale %.1f), %d frames in %.2f s: %d shown, %d dropped (%.2f %%)%s",
                player.sheet().picture().orElseThrow().image().getWidth(),
                player.sheet().picture().orElseThrow().image().getHeight(),
                DevicePixels.scale(player),
                player.model().run().frames(),
                seconds,
                driver.shown(),
                driver.dropped(),
                100.0 * driver.dropped() / (driver.shown() + driver.dropped()),
                when));
  }
}
