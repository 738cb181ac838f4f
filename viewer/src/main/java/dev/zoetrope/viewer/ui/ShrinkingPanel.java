package dev.zoetrope.viewer.ui;

import java.awt.Container;
import java.awt.Dimension;
import java.awt.LayoutManager;
import javax.swing.JPanel;

/** A side panel that takes at most a part of the width. */
@SuppressWarnings("serial") // never serialised
public final class ShrinkingPanel extends JPanel {

  private final double part;

  public ShrinkingPanel(LayoutManager layout, double part) {
    super(layout);
    this.part = part;
  }

  @Override
  public Dimension getPreferredSize() {
    Dimension wanted = super.getPreferredSize();
    Container parent = getParent();
    int room = parent == null ? 0 : parent.getWidth();
    return room == 0
        ? wanted
        : new Dimension(Math.min(wanted.width, (int) (part * room)), wanted.height);
  }
}
