package dev.zoetrope.viewer;

import dev.zoetrope.render.Theme;
import java.awt.GraphicsEnvironment;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.swing.SwingUtilities;

/** The player as a program with a window of its own. */
public final class ZoetropeApplication {

  private ZoetropeApplication() {}

  /** Returns whether there is a screen to open windows on. */
  public static boolean hasScreen() {
    return !GraphicsEnvironment.isHeadless();
  }

  /**
   * Opens a window and returns at once. Closing it ends nothing else.
   *
   * @param recording what to show; empty for a choice
   * @return opens when the window is closed
   */
  public static CountDownLatch open(Optional<Path> recording) {
    CountDownLatch closed = new CountDownLatch(1);
    Settings settings = Settings.ofUser();
    SwingUtilities.invokeLater(
        () -> {
          boolean dark =
              settings.theme() == ThemeChoice.DARK
                  || (settings.theme() == ThemeChoice.SYSTEM && settings.systemWasDark());
          Themes.apply(dark ? Theme.DARK : Theme.LIGHT);
          new PlayerWindow(settings, closed::countDown).show(recording);
        });
    return closed;
  }
}
