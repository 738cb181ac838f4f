package dev.zoetrope.viewer.ui;

import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.SwingUtilities;

/** Passes keys to the player that Swing would use for something else. */
public final class FocusKeys {

  private FocusKeys() {}

  /** Removes the look and feel's keys from a component. */
  public static void strip(JComponent component) {
    SwingUtilities.replaceUIInputMap(component, JComponent.WHEN_FOCUSED, null);
    SwingUtilities.replaceUIInputMap(
        component, JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT, null);
  }

  /** Lets Tab, but not a click, give a component the focus; else Space would press it again. */
  public static <B extends JComponent> B quiet(B component) {
    component.setRequestFocusEnabled(false);
    if (component instanceof AbstractButton button) {
      button.putClientProperty("JButton.buttonType", "toolBarButton");
    }
    return component;
  }
}
