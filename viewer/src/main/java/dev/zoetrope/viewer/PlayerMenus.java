package dev.zoetrope.viewer;

import dev.zoetrope.viewer.action.PlayerAction;
import dev.zoetrope.viewer.action.PlayerActions;
import dev.zoetrope.viewer.ui.KeyNames;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.ButtonGroup;
import javax.swing.JCheckBoxMenuItem;
import javax.swing.JMenu;
import javax.swing.JMenuBar;
import javax.swing.JMenuItem;
import javax.swing.JRadioButtonMenuItem;
import javax.swing.event.MenuEvent;
import javax.swing.event.MenuListener;

/** The menus of the window: every action, recent recordings, the theme. */
final class PlayerMenus {

  private final PlayerActions actions;
  private final JMenuBar bar = new JMenuBar();

  PlayerMenus(PlayerActions actions) {
    this.actions = actions;
  }

  JMenuBar build(
      Settings settings, Consumer<Path> open, Consumer<ThemeChoice> chooseTheme, Runnable quit) {
    JMenu file = menu(PlayerActions.FILE, 'F');
    file.insert(recent(settings, open), 1);
    file.addSeparator();
    JMenuItem close = new JMenuItem("Close");
    close.setAccelerator(KeyNames.parse("menu_W").get(0));
    close.addActionListener(event -> quit.run());
    file.add(close);
    menu(PlayerActions.PLAY, 'P');
    JMenu view = menu(PlayerActions.VIEW, 'V');
    view.addSeparator();
    view.add(themes(settings, chooseTheme));
    menu(PlayerActions.PIN, 'I');
    menu(PlayerActions.LAYERS, 'L');
    menu(PlayerActions.HELP, 'H');
    return bar;
  }

  private JMenu menu(String group, char mnemonic) {
    JMenu menu = new JMenu(group);
    menu.setMnemonic(mnemonic);
    for (PlayerAction action : actions.group(group)) {
      JMenuItem item = action.toggles() ? new JCheckBoxMenuItem(action) : new JMenuItem(action);
      item.setAccelerator(action.keys().get(0));
      item.putClientProperty(PlayerAction.class, action);
      menu.add(item);
    }
    menu.addMenuListener(
        new Opening() {
          @Override
          public void menuSelected(MenuEvent e) {
            for (int i = 0; i < menu.getItemCount(); i++) {
              if (menu.getItem(i) instanceof JCheckBoxMenuItem item
                  && item.getClientProperty(PlayerAction.class) instanceof PlayerAction action) {
                item.setSelected(action.selected());
              }
            }
          }
        });
    bar.add(menu);
    return menu;
  }

  private static JMenu recent(Settings settings, Consumer<Path> open) {
    JMenu menu = new JMenu("Open recent");
    menu.addMenuListener(
        new Opening() {
          @Override
          public void menuSelected(MenuEvent e) {
            menu.removeAll();
            List<Path> paths = settings.recent();
            for (Path path : paths) {
              JMenuItem item = new JMenuItem(path.toString());
              item.addActionListener(event -> open.accept(path));
              menu.add(item);
            }
            if (paths.isEmpty()) {
              menu.add(new JMenuItem("None yet")).setEnabled(false);
            }
          }
        });
    return menu;
  }

  private static JMenu themes(Settings settings, Consumer<ThemeChoice> choose) {
    JMenu menu = new JMenu("Theme");
    ButtonGroup group = new ButtonGroup();
    for (ThemeChoice choice : ThemeChoice.values()) {
      JRadioButtonMenuItem item = new JRadioButtonMenuItem(choice.toString());
      item.setSelected(choice == settings.theme());
      item.addActionListener(event -> choose.accept(choice));
      group.add(item);
      menu.add(item);
    }
    return menu;
  }

  private abstract static class Opening implements MenuListener {

    @Override
    public void menuDeselected(MenuEvent e) {}

    @Override
    public void menuCanceled(MenuEvent e) {}
  }
}
