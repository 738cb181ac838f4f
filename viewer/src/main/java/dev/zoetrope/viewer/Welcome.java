package dev.zoetrope.viewer;

import java.awt.Component;
import java.awt.GridBagLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;

/** The page that a window shows before a recording is open. */
final class Welcome {

  private Welcome() {}

  static JComponent panel(List<Path> recent, Runnable choose, Consumer<Path> open) {
    JPanel column = new JPanel();
    column.setLayout(new BoxLayout(column, BoxLayout.Y_AXIS));
    JLabel title = new JLabel("Zoetrope");
    title.putClientProperty("FlatLaf.styleClass", "h1");
    add(column, title, 6);
    add(column, new JLabel("Open a recording, or drop one here."), 16);
    JButton button = new JButton("Open…");
    button.addActionListener(event -> choose.run());
    add(column, button, 24);
    if (!recent.isEmpty()) {
      JLabel heading = new JLabel("Recent");
      heading.putClientProperty("FlatLaf.styleClass", "h4");
      add(column, heading, 4);
    }
    for (Path path : recent) {
      JButton link = new JButton(path.getFileName() + "   —   " + path.getParent());
      link.putClientProperty("JButton.buttonType", "borderless");
      link.setHorizontalAlignment(JButton.LEADING);
      link.addActionListener(event -> open.accept(path));
      add(column, link, 0);
    }
    if (recent.isEmpty()) {
      JLabel hint = new JLabel("To make one, run:  zoetrope record");
      hint.setEnabled(false);
      add(column, hint, 0);
    }
    JPanel panel = new JPanel(new GridBagLayout());
    panel.add(column);
    return panel;
  }

  private static void add(JPanel column, JComponent component, int below) {
    component.setAlignmentX(Component.LEFT_ALIGNMENT);
    column.add(component);
    column.add(Box.createVerticalStrut(below));
  }
}
