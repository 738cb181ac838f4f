package dev.zoetrope.viewer.sheet;

import dev.zoetrope.viewer.model.PlayerModel;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import javax.swing.JScrollPane;
import javax.swing.JViewport;
import javax.swing.SwingUtilities;

/**
 * The mouse on a sheet: hovering shows the value, a click pins, dragging pans, Ctrl+wheel zooms.
 */
final class SheetMouse extends MouseAdapter {

  private final PlayerModel model;
  private final SheetView view;
  private Point grabbed;
  private boolean dragged;

  SheetMouse(PlayerModel model, SheetView view) {
    this.model = model;
    this.view = view;
  }

  @Override
  public void mouseMoved(MouseEvent e) {
    view.hoverAt(view.cellAt(e).orElse(null));
  }

  @Override
  public void mouseExited(MouseEvent e) {
    view.hoverAt(null);
  }

  @Override
  public void mousePressed(MouseEvent e) {
    view.requestFocusInWindow();
    grabbed = e.getPoint();
    dragged = false;
  }

  @Override
  public void mouseDragged(MouseEvent e) {
    JViewport viewport = (JViewport) SwingUtilities.getAncestorOfClass(JViewport.class, view);
    if (viewport == null || grabbed == null) {
      return;
    }
    dragged |= grabbed.distance(e.getPoint()) > 3;
    Rectangle visible = viewport.getViewRect();
    visible.translate(grabbed.x - e.getX(), grabbed.y - e.getY());
    view.scrollRectToVisible(visible);
  }

  @Override
  public void mouseReleased(MouseEvent e) {
    if (!dragged && SwingUtilities.isLeftMouseButton(e)) {
      view.cellAt(e)
          .filter(cell -> !cell.input())
          .ifPresent(
              cell -> {
                boolean again = model.pin().filter(cell::equals).isPresent();
                model.setPin(again ? null : cell);
              });
    }
    grabbed = null;
  }

  @Override
  public void mouseWheelMoved(MouseWheelEvent e) {
    if (e.isControlDown() || e.isMetaDown()) {
      int now = view.zoomWanted();
      view.cellAt(e).ifPresent(cell -> view.keepInPlace(cell, e.getPoint()));
      model.setZoom(Math.max(1, e.getWheelRotation() < 0 ? now + 1 : now - 1));
    } else {
      JScrollPane pane = (JScrollPane) SwingUtilities.getAncestorOfClass(JScrollPane.class, view);
      if (pane != null) {
        pane.dispatchEvent(SwingUtilities.convertMouseEvent(view, e, pane));
      }
    }
  }
}
