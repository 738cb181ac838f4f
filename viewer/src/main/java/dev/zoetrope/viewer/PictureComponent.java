package dev.zoetrope.viewer;

import javax.accessibility.Accessible;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;

/** A component that shows a picture, and tells screen readers what it is a picture of. */
@SuppressWarnings("serial") // never serialised
abstract class PictureComponent extends JComponent implements Accessible {

  PictureComponent(String accessibleName) {
    setOpaque(true);
    getAccessibleContext().setAccessibleName(accessibleName);
  }

  @Override
  public final AccessibleContext getAccessibleContext() {
    if (accessibleContext == null) {
      accessibleContext = new Canvas();
    }
    return accessibleContext;
  }

  private final class Canvas extends AccessibleJComponent {

    @Override
    public AccessibleRole getAccessibleRole() {
      return AccessibleRole.CANVAS;
    }
  }
}
