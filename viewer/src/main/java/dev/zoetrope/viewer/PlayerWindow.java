package dev.zoetrope.viewer;

import dev.zoetrope.render.Theme;
import dev.zoetrope.viewer.ui.OpenDialog;
import dev.zoetrope.viewer.ui.Themes;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.awt.Rectangle;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.nio.file.Path;
import java.util.Optional;
import javax.swing.JComponent;
import javax.swing.JFrame;
import javax.swing.SwingUtilities;
import javax.swing.WindowConstants;

/**
 * A window with a player and menus, which remembers its settings. For the event dispatch thread.
 */
final class PlayerWindow {

  private static final Dimension SIZE = new Dimension(1240, 820);

  private final JFrame frame = new JFrame("Zoetrope");
  private final ZoetropePlayer player = new ZoetropePlayer();
  private final Settings settings;
  private JComponent welcome;

  PlayerWindow(Settings settings, Runnable onClosed) {
    this.settings = settings;
    settings.restore(player.model());
    settings.panes().ifPresent(player::setPaneSizes);
    player.model().setTheme(themeNow(settings.theme()));
    player.onOpen(this::opened);
    PlayerMenus menus = new PlayerMenus(player.actions());
    frame.setJMenuBar(
        menus.build(
            settings,
            player::load,
            this::choose,
            () -> frame.dispatchEvent(new WindowEvent(frame, WindowEvent.WINDOW_CLOSING))));
    frame.setDefaultCloseOperation(WindowConstants.DISPOSE_ON_CLOSE);
    frame.getRootPane().setTransferHandler(new FileDrop(player::load));
    frame.setMinimumSize(new Dimension(520, 400));
    frame.setBounds(bounds());
    frame.addWindowListener(
        new WindowAdapter() {
          @Override
          public void windowClosing(WindowEvent e) {
            settings.setBounds(frame.getBounds());
            settings.remember(player.model());
            if (player.isShowing()) {
              settings.setPanes(player.paneSizes());
            }
          }

          @Override
          public void windowClosed(WindowEvent e) {
            player.close();
            onClosed.run();
          }

          @Override
          public void windowActivated(WindowEvent e) {
            askSystem();
          }
        });
  }

  /** Shows the window with a recording, or with a list of recent ones. */
  void show(Optional<Path> recording) {
    if (recording.isPresent()) {
      frame.add(player);
      player.load(recording.get());
    } else {
      welcome = Welcome.panel(settings.recent(), this::chooseFile, player::load);
      frame.add(welcome);
      player.actions().bind(frame.getRootPane());
    }
    frame.setVisible(true);
    player.requestFocusInWindow();
  }

  private void chooseFile() {
    OpenDialog.choose(frame, settings.recent().stream().findFirst()).ifPresent(player::load);
  }

  private void opened(Path path) {
    if (welcome != null) {
      frame.remove(welcome);
      welcome = null;
    }
    if (player.getParent() == null) {
      frame.add(player, BorderLayout.CENTER);
      frame.revalidate();
      player.requestFocusInWindow();
    }
    frame.setTitle(path.getFileName() + " – Zoetrope");
    settings.addRecent(path);
  }

  private Rectangle bounds() {
    Rectangle screen = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
    Rectangle middle =
        new Rectangle(
            screen.x + Math.max(0, (screen.width - SIZE.width) / 2),
            screen.y + Math.max(0, (screen.height - SIZE.height) / 2),
            Math.min(SIZE.width, screen.width),
            Math.min(SIZE.height, screen.height));
    // The screen may have been disconnected since.
    return settings.bounds().filter(screen::intersects).orElse(middle);
  }

  private Theme themeNow(ThemeChoice choice) {
    boolean dark =
        choice == ThemeChoice.DARK || (choice == ThemeChoice.SYSTEM && settings.systemWasDark());
    return dark ? Theme.DARK : Theme.LIGHT;
  }

  /** Changes the theme, and remembers it. */
  void choose(ThemeChoice choice) {
    settings.setTheme(choice);
    apply(themeNow(choice));
    askSystem();
  }

  private void apply(Theme theme) {
    if (player.model().view().theme != theme) {
      Themes.apply(theme);
      if (player.getParent() == null) {
        SwingUtilities.updateComponentTreeUI(player);
      }
      player.model().setTheme(theme);
    }
  }

  /** Follows the theme of the desktop, which may take a while to answer. */
  private void askSystem() {
    if (settings.theme() != ThemeChoice.SYSTEM) {
      return;
    }
    Thread asking =
        new Thread(
            () ->
                SystemTheme.isDark()
                    .ifPresent(dark -> SwingUtilities.invokeLater(() -> systemIs(dark))),
            "zoetrope-system-theme");
    asking.setDaemon(true);
    asking.start();
  }

  private void systemIs(boolean dark) {
    settings.setSystemWasDark(dark);
    if (settings.theme() == ThemeChoice.SYSTEM) {
      apply(dark ? Theme.DARK : Theme.LIGHT);
    }
  }

  JFrame frame() {
    return frame;
  }

  ZoetropePlayer player() {
    return player;
  }
}
