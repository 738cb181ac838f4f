package dev.zoetrope.viewer.ui;

import java.awt.BorderLayout;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.GridLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;

/** Asks which of several numbered items to show. */
public final class ChoiceDialog {

  private final String title;
  private final List<JCheckBox> boxes = new ArrayList<>();

  public ChoiceDialog(String title, int count, Set<Integer> hidden) {
    this.title = title;
    for (int index = 0; index < count; index++) {
      boxes.add(new JCheckBox(Integer.toString(index), !hidden.contains(index)));
    }
  }

  /** Returns the items to hide, or empty if the user cancelled. */
  public Optional<Set<Integer>> show(Component parent) {
    JPanel grid = new JPanel(new GridLayout(0, 8, 4, 2));
    boxes.forEach(grid::add);
    JPanel quick = new JPanel(new FlowLayout(FlowLayout.LEADING, 6, 6));
    quick.add(button("All", true));
    quick.add(button("None", false));
    JPanel form = new JPanel(new BorderLayout());
    JScrollPane pane = new JScrollPane(grid);
    Dimension size = grid.getPreferredSize();
    pane.setPreferredSize(new Dimension(size.width + 24, Math.min(320, size.height + 8)));
    form.add(quick, BorderLayout.NORTH);
    form.add(pane);
    int answer =
        JOptionPane.showConfirmDialog(
            parent, form, title, JOptionPane.OK_CANCEL_OPTION, JOptionPane.PLAIN_MESSAGE);
    if (answer != JOptionPane.OK_OPTION) {
      return Optional.empty();
    }
    Set<Integer> hidden = new TreeSet<>();
    for (int index = 0; index < boxes.size(); index++) {
      if (!boxes.get(index).isSelected()) {
        hidden.add(index);
      }
    }
    return Optional.of(hidden);
  }

  private JButton button(String label, boolean selected) {
    JButton button = new JButton(label);
    button.addActionListener(event -> boxes.forEach(box -> box.setSelected(selected)));
    return button;
  }
}
