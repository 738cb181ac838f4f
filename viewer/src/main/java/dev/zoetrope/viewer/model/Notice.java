package dev.zoetrope.viewer.model;

import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.Timer;

/** A line above the picture that says what has happened, for long enough to read it. */
public final class Notice {

  private static final int MILLIS = 12_000;

  private final JLabel label = new JLabel();
  private final Timer timer = new Timer(MILLIS, event -> show(""));

  public Notice() {
    timer.setRepeats(false);
    label.setBorder(BorderFactory.createEmptyBorder(4, 12, 6, 12));
    label.getAccessibleContext().setAccessibleName("Notice");
    label.setVisible(false);
  }

  public JComponent component() {
    return label;
  }

  /** The text that is shown. */
  public String text() {
    return label.getText();
  }

  /** Replaces the text; an empty text hides the line. */
  public void show(String text) {
    label.setText(text);
    label.setToolTipText(text.isEmpty() ? null : text);
    label.setVisible(!text.isEmpty());
    if (text.isEmpty()) {
      timer.stop();
    } else {
      timer.restart();
    }
  }
}
