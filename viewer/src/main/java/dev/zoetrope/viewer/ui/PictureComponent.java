package dev.zoetrope.viewer.ui;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.event.ComponentAdapter;
import java.awt.event.ComponentEvent;
import java.awt.event.FocusEvent;
import java.awt.event.FocusListener;
import java.awt.event.HierarchyEvent;
import java.util.Optional;
import javax.accessibility.Accessible;
import javax.accessibility.AccessibleContext;
import javax.accessibility.AccessibleRole;
import javax.swing.JComponent;
import javax.swing.JScrollPane;
import javax.swing.SwingUtilities;
import javax.swing.UIManager;

/**
 * A component that shows a picture, describes it to screen readers, and shows when it has the
 * keyboard focus.
 */
@SuppressWarnings("serial") // never serialised
public abstract class PictureComponent extends JComponent implements Accessible {

  private static final int RING = 2;

  private String failure;

  public PictureComponent(String accessibleName) {
    setOpaque(true);
    getAccessibleContext().setAccessibleName(accessibleName);
    addComponentListener(
        new ComponentAdapter() {
          @Override
          public void componentResized(ComponentEvent e) {
            request();
          }
        });
    addHierarchyListener(
        event -> {
          if ((event.getChangeFlags() & HierarchyEvent.SHOWING_CHANGED) != 0 && isShowing()) {
            request();
          }
        });
    addFocusListener(
        new FocusListener() {
          @Override
          public void focusGained(FocusEvent e) {
            repaint();
          }

          @Override
          public void focusLost(FocusEvent e) {
            repaint();
          }
        });
  }

  /** Requests a picture for the current size and state. */
  protected abstract void request();

  /** Shows above the picture why it cannot be drawn, until there is a new one. */
  public final void fail(String why) {
    failure = why;
    repaint();
  }

  /** Removes the message of {@link #fail}. */
  public final void clearFailure() {
    if (failure != null) {
      failure = null;
      repaint();
    }
  }

  /** Returns why the current picture cannot be drawn, if so. */
  public final Optional<String> failure() {
    return Optional.ofNullable(failure);
  }

  /** Returns the visible size: that of the scroll pane, if there is one. */
  public final Dimension visibleSize() {
    JScrollPane pane = (JScrollPane) SwingUtilities.getAncestorOfClass(JScrollPane.class, this);
    return pane == null ? getSize() : pane.getViewport().getExtentSize();
  }

  @Override
  protected final void paintBorder(Graphics g) {
    if (failure != null) {
      FailureBar.paint((Graphics2D) g, getVisibleRect(), failure);
    }
    if (isFocusOwner()) {
      Color ring = UIManager.getColor("Component.focusedBorderColor");
      g.setColor(ring == null ? getForeground() : ring);
      for (int i = 0; i < RING; i++) {
        g.drawRect(i, i, getWidth() - 1 - 2 * i, getHeight() - 1 - 2 * i);
      }
    }
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
