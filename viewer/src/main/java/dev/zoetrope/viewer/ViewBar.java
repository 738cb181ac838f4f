package dev.zoetrope.viewer;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.render.Colormap;
import dev.zoetrope.render.MapShape;
import dev.zoetrope.viewer.action.PlayerAction;
import dev.zoetrope.viewer.action.PlayerActions;
import dev.zoetrope.viewer.action.PlayerCommands;
import dev.zoetrope.viewer.model.Change;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RangeMode;
import dev.zoetrope.viewer.model.ViewState;
import dev.zoetrope.viewer.timeline.TransportBar;
import dev.zoetrope.viewer.ui.FocusKeys;
import dev.zoetrope.viewer.ui.Icons;
import dev.zoetrope.viewer.ui.ShrinkingPanel;
import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JToggleButton;

/** The bar with controls for what is shown and how: layer, view, colours, range, zoom. */
final class ViewBar {

  private final PlayerModel model;
  private final PlayerCommands commands;
  private final JPanel panel = new JPanel(new BorderLayout(12, 0));
  private final JLabel title = new JLabel(" ");
  private final JLabel detail = new JLabel(" ");
  private final JToggleButton overview;
  private final JToggleButton timeView;
  private final JComboBox<String> colours = new JComboBox<>();
  private final JComboBox<RangeMode> range = new JComboBox<>(RangeMode.values());
  private final List<Optional<Colormap>> colourChoices = new ArrayList<>();
  private boolean showing;

  ViewBar(PlayerModel model, PlayerActions actions, PlayerCommands commands) {
    this.model = model;
    this.commands = commands;
    title.putClientProperty("FlatLaf.styleClass", "h3");
    JPanel name = new JPanel(new FlowLayout(FlowLayout.LEADING, 10, 3));
    name.add(title);
    name.add(detail);
    overview = toggle(actions, "overview", "overview");
    timeView = toggle(actions, "timeView", "time");
    panel.setBorder(BorderFactory.createEmptyBorder(5, 4, 5, 8));
    panel.add(name);
    panel.add(controls(actions), BorderLayout.EAST);
    model.addListener(
        change -> {
          if (change != Change.FRAME && change != Change.PIN) {
            refresh();
          }
        });
    refresh();
  }

  JComponent component() {
    return panel;
  }

  private JPanel controls(PlayerActions actions) {
    JPanel controls = new ShrinkingPanel(null, 0.97);
    controls.setLayout(new BoxLayout(controls, BoxLayout.X_AXIS));
    controls.add(overview);
    controls.add(timeView);
    controls.add(TransportBar.button(actions, "probes", "eye"));
    controls.add(TransportBar.button(actions, "channels", "channels"));
    controls.add(Box.createHorizontalStrut(8));
    fillColours();
    controls.add(narrow(colours));
    controls.add(Box.createHorizontalStrut(4));
    range.setToolTipText("The values at the ends of the colormap (R)");
    range.getAccessibleContext().setAccessibleName("Range");
    range.addActionListener(event -> rangeChosen());
    controls.add(narrow(FocusKeys.quiet(range)));
    controls.add(Box.createHorizontalStrut(8));
    controls.add(TransportBar.button(actions, "zoomOut", "zoom-out"));
    controls.add(TransportBar.button(actions, "zoomIn", "zoom-in"));
    controls.add(TransportBar.button(actions, "fit", "fit"));
    controls.add(Box.createHorizontalStrut(8));
    JButton export = TransportBar.button(actions, "export", "export");
    controls.add(export);
    return controls;
  }

  /** Lets a choice shrink in a small window, so that buttons stay visible. */
  private static JComponent narrow(JComponent choice) {
    Dimension wanted = choice.getPreferredSize();
    choice.setMinimumSize(new Dimension(60, wanted.height));
    choice.setMaximumSize(wanted);
    return choice;
  }

  private void fillColours() {
    colourChoices.add(Optional.empty());
    colours.addItem("Colours: auto");
    Arrays.stream(Colormap.values())
        .forEach(
            map -> {
              colourChoices.add(Optional.of(map));
              colours.addItem("Colours: " + map.label());
            });
    colours.setToolTipText("Colours (C)");
    colours.getAccessibleContext().setAccessibleName("Colours");
    colours.addActionListener(
        event -> {
          if (!showing) {
            Optional<Colormap> chosen = colourChoices.get(colours.getSelectedIndex());
            model.setColours(model.view().colours.with(chosen));
          }
        });
    FocusKeys.quiet(colours);
  }

  private void rangeChosen() {
    if (showing) {
      return;
    }
    RangeMode mode = (RangeMode) range.getSelectedItem();
    if (mode == RangeMode.BY_HAND) {
      commands.chooseRange();
    } else {
      model.setColours(model.view().colours.with(mode));
    }
    refresh();
  }

  private static JToggleButton toggle(PlayerActions actions, String id, String icon) {
    PlayerAction action = actions.get(id);
    JToggleButton button = new JToggleButton(Icons.of(icon));
    button.addActionListener(action);
    button.setToolTipText(TransportBar.tip(action));
    button.getAccessibleContext().setAccessibleName(action.label());
    return FocusKeys.quiet(button);
  }

  private void refresh() {
    ViewState view = model.view();
    showing = true;
    overview.setSelected(view.overview);
    timeView.setSelected(view.timeView);
    colours.setSelectedIndex(colourChoices.indexOf(view.colours.colormap()));
    range.setSelectedItem(view.colours.mode());
    showing = false;
    if (model.run() == null) {
      return;
    }
    if (view.overview) {
      title.setText("All layers");
      detail.setText(
          "probe "
              + view.probe
              + model.run().className(view.probe).map(name -> ", class " + name).orElse(""));
    } else {
      Layer layer = model.layer();
      title.setText(layer.name());
      detail.setText(MapShape.text(layer.shape()) + "   ·   " + layer.type() + hidden(layer));
    }
  }

  private String hidden(Layer layer) {
    int probes = model.view().hiddenProbes.size();
    int channels = model.view().hiddenChannels().size();
    String text = "";
    if (probes > 0) {
      int all = model.run().probes().count();
      text += "   ·   " + (all - probes) + " of " + all + " probes";
    }
    if (channels > 0) {
      int all = layer.channels();
      text += "   ·   " + (all - channels) + " of " + all + " channels";
    }
    return text;
  }
}
