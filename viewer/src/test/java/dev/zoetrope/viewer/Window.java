package dev.zoetrope.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.zoetrope.render.SheetCell;
import dev.zoetrope.render.Theme;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.sheet.SheetView;
import dev.zoetrope.viewer.ui.Themes;
import java.awt.AWTException;
import java.awt.GraphicsEnvironment;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.prefs.BackingStoreException;
import java.util.prefs.Preferences;
import javax.swing.JComponent;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Assumptions;

/** A real window, driven by keys and mouse. */
public final class Window implements AutoCloseable {

  private final Robot robot;
  private final PlayerWindow window;
  private final Preferences node;

  private Window(Robot robot, PlayerWindow window, Preferences node) {
    this.robot = robot;
    this.window = window;
    this.node = node;
  }

  /** Opens a window and waits for the keyboard focus and, with a recording, for the first sheet. */
  static Window open(Optional<Path> recording) throws Exception {
    Window opened = openWithoutWaiting(recording);
    opened.await("the keyboard", () -> opened.window.frame().getFocusOwner() != null);
    if (recording.isPresent()) {
      opened.await("the first sheet", () -> opened.player().sheet().picture().isPresent());
    }
    return opened;
  }

  static Window openWithoutWaiting(Optional<Path> recording) throws Exception {
    Assumptions.assumeFalse(GraphicsEnvironment.isHeadless(), "there is no display");
    Robot robot = robot();
    Preferences node = Preferences.userRoot().node("dev/zoetrope/viewer-test");
    PlayerWindow window =
        onEventThread(
            () -> {
              Themes.apply(Theme.LIGHT);
              Settings settings = new Settings(node);
              settings.setTheme(ThemeChoice.LIGHT);
              settings.setBounds(new Rectangle(20, 20, 1240, 820));
              PlayerWindow created = new PlayerWindow(settings, () -> {});
              created.show(recording);
              return created;
            });
    Window opened = new Window(robot, window, node);
    opened.await("the window", () -> window.frame().isShowing());
    SwingUtilities.invokeAndWait(() -> window.frame().toFront());
    return opened;
  }

  private static Robot robot() throws AWTException {
    Robot robot = new Robot();
    robot.setAutoDelay(5);
    return robot;
  }

  static <T> T onEventThread(Callable<T> task) throws Exception {
    FutureTask<T> future = new FutureTask<>(task);
    SwingUtilities.invokeLater(future);
    return future.get(20, TimeUnit.SECONDS);
  }

  void await(String what, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!onEventThread(condition)) {
      assertThat(System.nanoTime()).as("waited too long for " + what).isLessThan(deadline);
      Thread.sleep(5);
    }
  }

  PlayerWindow window() {
    return window;
  }

  ZoetropePlayer player() {
    return window.player();
  }

  PlayerModel model() {
    return window.player().model();
  }

  /** Presses keys together and releases them. */
  void press(int... keys) throws Exception {
    for (int key : keys) {
      robot.keyPress(key);
    }
    for (int i = keys.length - 1; i >= 0; i--) {
      robot.keyRelease(keys[i]);
    }
    settle();
  }

  void click(JComponent component, int x, int y) throws Exception {
    moveTo(component, x, y);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    settle();
  }

  void drag(JComponent component, int fromX, int toX, int y) throws Exception {
    moveTo(component, fromX, y);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    for (int i = 1; i <= 10; i++) {
      moveTo(component, fromX + (toX - fromX) * i / 10, y);
    }
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    settle();
  }

  /** Turns the wheel with the control key down; up is negative. */
  void zoomByWheel(int notches) throws Exception {
    robot.keyPress(KeyEvent.VK_CONTROL);
    robot.mouseWheel(notches);
    robot.keyRelease(KeyEvent.VK_CONTROL);
    settle();
  }

  /** Drags from a component of any window and drops on another. */
  void dragAndDrop(JComponent from, JComponent to) throws Exception {
    Point start = onEventThread(from::getLocationOnScreen);
    Point end = onEventThread(to::getLocationOnScreen);
    robot.mouseMove(start.x + 10, start.y + 10);
    robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
    for (int i = 1; i <= 20; i++) {
      robot.mouseMove(
          start.x + 10 + (end.x + 100 - start.x - 10) * i / 20,
          start.y + 10 + (end.y + 100 - start.y - 10) * i / 20);
      robot.delay(10);
    }
    robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
    settle();
  }

  void moveTo(JComponent component, int x, int y) throws Exception {
    Point corner = onEventThread(component::getLocationOnScreen);
    robot.mouseMove(corner.x + x, corner.y + y);
  }

  void clickCell(SheetCell cell) throws Exception {
    SheetView sheet = player().sheet();
    Rectangle bounds = onEventThread(() -> sheet.boundsOf(cell).orElseThrow());
    click(sheet, bounds.x + bounds.width / 2, bounds.y + bounds.height / 2);
  }

  private void settle() throws Exception {
    robot.waitForIdle();
  }

  /** Returns the painted content of the window. */
  BufferedImage picture() throws Exception {
    return onEventThread(
        () -> {
          JComponent root = window.frame().getRootPane();
          BufferedImage image =
              new BufferedImage(root.getWidth(), root.getHeight(), BufferedImage.TYPE_INT_RGB);
          root.paint(image.getGraphics());
          return image;
        });
  }

  /** Returns what the screen shows of a component, in pixels at scale 1. */
  BufferedImage screen(JComponent component, Rectangle part) throws Exception {
    settle();
    Point corner = onEventThread(component::getLocationOnScreen);
    return robot.createScreenCapture(
        new Rectangle(corner.x + part.x, corner.y + part.y, part.width, part.height));
  }

  @Override
  public void close() throws BackingStoreException {
    SwingUtilities.invokeLater(() -> window.frame().dispose());
    node.removeNode();
  }
}
