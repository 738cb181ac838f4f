package dev.zoetrope.viewer;

import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.Shading;
import dev.zoetrope.render.SheetOptions;
import dev.zoetrope.render.SheetRenderer;
import dev.zoetrope.render.Theme;
import dev.zoetrope.viewer.model.RunData;
import dev.zoetrope.viewer.ui.Themes;
import java.awt.AWTError;
import java.awt.GraphicsEnvironment;
import java.awt.HeadlessException;
import java.awt.Toolkit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import javax.swing.SwingUtilities;

/**
 * The player as a program, in its own window:
 *
 * <pre>{@code
 * if (ZoetropeApplication.hasScreen()) {
 *   CountDownLatch closed = ZoetropeApplication.open(Optional.of(Path.of("mnist.zarr")));
 *   closed.await(); // until the user closes the window
 * }
 * }</pre>
 */
public final class ZoetropeApplication {

  private ZoetropeApplication() {}

  /** Returns whether there is a screen that can be reached, to open windows on. */
  public static boolean hasScreen() {
    try {
      return !GraphicsEnvironment.isHeadless()
          && GraphicsEnvironment.getLocalGraphicsEnvironment().getScreenDevices().length > 0;
    } catch (AWTError | HeadlessException | LinkageError e) {
      return false; // no such display, or a Java without windows
    }
  }

  /**
   * Loads what a window will need, in the background, while the command line is still being parsed.
   *
   * @param recording the recording that will be shown
   */
  public static void warmUp(Path recording) {
    inBackground(
        "zoetrope-warm-up-screen",
        () -> {
          if (hasScreen()) {
            Toolkit.getDefaultToolkit();
            Themes.warmUp();
          }
        });
    inBackground(
        "zoetrope-warm-up-recording",
        () -> {
          try (Recording opened = Recording.open(recording)) {
            RunData run = RunData.of(opened);
            String layer = run.layers().get(0).name();
            SheetRenderer.of(opened, layer, Shading.suiting(opened, layer), SheetOptions.DEFAULT);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void inBackground(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    // Anything that fails here will fail again when it is needed, and is reported then.
    thread.setUncaughtExceptionHandler((warming, e) -> {});
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Opens a window and returns at once. Closing the window does not end the program.
   *
   * @param recording the recording to show; empty to let the user choose one
   * @return a latch that opens when the window is closed
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
