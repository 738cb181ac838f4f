package dev.zoetrope.viewer;

import dev.zoetrope.viewer.model.ViewState;
import dev.zoetrope.viewer.ui.FocusKeys;
import dev.zoetrope.viewer.ui.ShrinkingPanel;
import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.Color;
import java.awt.Dimension;
import javax.swing.BorderFactory;
import javax.swing.BoxLayout;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;

/**
 * The layout of a player: the layers on the left, the sheet or the overview in the middle with the
 * inspector next to it, the charts at the bottom.
 */
final class PlayerLayout {

  private static final String SHEET = "sheet";
  private static final String OVERVIEW = "overview";

  /** The pinned map and its caption. */
  record Inspector(JComponent pin, JLabel caption) {}

  /** The charts over time, from top to bottom. */
  record Charts(JComponent timeView, JComponent timeline) {}

  private final JComponent layers;
  private final JScrollPane sheetPane;
  private final CardLayout cards = new CardLayout();
  private final JPanel centre = new JPanel(cards);
  private final JPanel inspectorPanel = new ShrinkingPanel(new BorderLayout(), 0.4);
  private final Charts charts;
  private final JSplitPane aboveCharts;

  PlayerLayout(
      JComponent layers,
      JComponent sheet,
      JComponent overview,
      Inspector inspector,
      JLabel hover,
      Charts charts) {
    this.layers = layers;
    this.charts = charts;
    sheetPane = pane(sheet);
    centre.add(sheetPane, SHEET);
    centre.add(pane(overview), OVERVIEW);
    inspector.caption().setBorder(BorderFactory.createEmptyBorder(8, 22, 8, 8));
    inspectorPanel.add(inspector.pin());
    inspectorPanel.add(inspector.caption(), BorderLayout.SOUTH);
    inspectorPanel.setVisible(false);
    aboveCharts =
        split(
            JSplitPane.VERTICAL_SPLIT,
            split(JSplitPane.HORIZONTAL_SPLIT, layers, middle(hover)),
            chartsPanel());
    aboveCharts.setResizeWeight(1);
  }

  private static JScrollPane pane(JComponent view) {
    JScrollPane pane = new JScrollPane(view);
    pane.setBorder(BorderFactory.createEmptyBorder());
    pane.getVerticalScrollBar().setUnitIncrement(24);
    FocusKeys.strip(pane);
    return pane;
  }

  private static JSplitPane split(int orientation, JComponent first, JComponent second) {
    JSplitPane split = new JSplitPane(orientation, first, second);
    split.setBorder(BorderFactory.createEmptyBorder());
    split.setContinuousLayout(true);
    FocusKeys.strip(split);
    return split;
  }

  private JComponent middle(JLabel hover) {
    hover.setBorder(BorderFactory.createEmptyBorder(4, 12, 4, 12));
    JPanel middle = new JPanel(new BorderLayout());
    middle.add(centre);
    middle.add(inspectorPanel, BorderLayout.EAST);
    middle.add(hover, BorderLayout.SOUTH);
    return middle;
  }

  private JComponent chartsPanel() {
    JPanel panel = new JPanel();
    panel.setLayout(new BoxLayout(panel, BoxLayout.Y_AXIS));
    charts.timeView().setVisible(false);
    panel.add(charts.timeView());
    panel.add(charts.timeline());
    return panel;
  }

  JComponent component() {
    return aboveCharts;
  }

  JScrollPane sheetPane() {
    return sheetPane;
  }

  /** Shows the sheet or the overview, with or without the time view. */
  void show(ViewState view) {
    cards.show(centre, view.overview ? OVERVIEW : SHEET);
    if (charts.timeView().isVisible() != view.timeView) {
      charts.timeView().setVisible(view.timeView);
      aboveCharts.resetToPreferredSizes();
    }
    aboveCharts.revalidate();
  }

  /** Shows the inspector next to the sheet if a value is pinned. */
  void showInspector(boolean pinned, ViewState view) {
    inspectorPanel.setBackground(new Color(view.theme.background()));
    inspectorPanel.setVisible(pinned && !view.overview);
  }

  /** Returns the sizes that the user gave to the parts. */
  PaneSizes sizes() {
    JComponent timeView = charts.timeView();
    return new PaneSizes(
        layers.getWidth(),
        charts.timeline().getHeight(),
        timeView.isVisible() ? timeView.getHeight() : timeView.getPreferredSize().height);
  }

  void setSizes(PaneSizes sizes) {
    JComponent timeline = charts.timeline();
    JComponent timeView = charts.timeView();
    layers.setPreferredSize(new Dimension(sizes.layers(), layers.getPreferredSize().height));
    timeline.setPreferredSize(new Dimension(timeline.getPreferredSize().width, sizes.timeline()));
    timeView.setPreferredSize(new Dimension(timeView.getPreferredSize().width, sizes.timeView()));
  }
}
