package dev.zoetrope.viewer.action;

import dev.zoetrope.render.Colormap;
import dev.zoetrope.viewer.model.Colours;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RangeMode;
import dev.zoetrope.viewer.model.Transport;
import dev.zoetrope.viewer.model.ViewState;
import dev.zoetrope.viewer.ui.KeyNames;
import java.awt.event.ActionEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.swing.AbstractAction;
import javax.swing.ActionMap;
import javax.swing.InputMap;
import javax.swing.JComponent;
import javax.swing.KeyStroke;

/** All actions of the player, by menu or key. The keys follow ImageJ and video players. */
public final class PlayerActions {

  public static final String FILE = "File";
  public static final String PLAY = "Play";
  public static final String VIEW = "View";
  public static final String PIN = "Pin";
  public static final String LAYERS = "Layers";
  public static final String HELP = "Help";

  private final Map<String, PlayerAction> actions = new LinkedHashMap<>();
  private final PlayerModel model;

  public PlayerActions(PlayerModel model, PlayerCommands commands) {
    this.model = model;
    file(commands);
    playing(commands);
    view(commands);
    pin();
    layers();
    add("keys", HELP, "Keys", "F1 ?", commands::showKeys);
  }

  private void file(PlayerCommands commands) {
    add("open", FILE, "Open…", "menu_O", commands::open);
    add("export", FILE, "Export…", "menu_E", commands::export);
    add("copy", FILE, "Copy picture", "menu_C", commands::copyPicture);
  }

  private void playing(PlayerCommands commands) {
    Transport transport = model.transport();
    add("play", PLAY, "Play or pause", "SPACE BACK_SLASH", model.transport()::togglePlaying);
    add("next", PLAY, "Next step", "RIGHT PERIOD >", () -> model.transport().step(1));
    add("previous", PLAY, "Previous step", "LEFT COMMA <", () -> model.transport().step(-1));
    add("forward", PLAY, "Ten steps forward", "shift_RIGHT", () -> model.transport().step(10));
    add("back", PLAY, "Ten steps back", "shift_LEFT", () -> model.transport().step(-10));
    add(
        "first",
        PLAY,
        "First step",
        "HOME",
        () -> {
          model.transport().pause();
          model.transport().seek(transport.firstFrame());
        });
    add("last", PLAY, "Last step, follow live", "END", model.transport()::end);
    add("nextChange", PLAY, "Next large change", "N", () -> commands.seekChange(true));
    add("previousChange", PLAY, "Previous large change", "B", () -> commands.seekChange(false));
    add("in", PLAY, "Begin range here", "I", model.transport()::setIn);
    add("out", PLAY, "End range here", "O", model.transport()::setOut);
    add("clearRange", PLAY, "Clear range", "X", () -> model.transport().setRange(0, -1));
    add(
        "loop",
        PLAY,
        "Loop, once, back and forth",
        "L",
        () -> model.transport().setLoop(transport.loop().next()));
    add(
        "faster",
        PLAY,
        "Faster",
        "CLOSE_BRACKET",
        () -> model.transport().setRate(transport.rateAfter(true)));
    add(
        "slower",
        PLAY,
        "Slower",
        "OPEN_BRACKET",
        () -> model.transport().setRate(transport.rateAfter(false)));
    toggle(
        "keepRate",
        PLAY,
        "Keep the rate by dropping frames",
        "D",
        () -> transport.keepRate(),
        () -> model.transport().setKeepRate(!transport.keepRate()));
  }

  private void view(PlayerCommands commands) {
    ViewState view = model.view();
    toggle(
        "overview",
        VIEW,
        "Overview of one probe",
        "V",
        () -> view.overview,
        () -> model.setOverview(!view.overview));
    toggle(
        "timeView",
        VIEW,
        "Time view",
        "T",
        () -> view.timeView,
        () -> model.setTimeView(!view.timeView));
    add("zoomIn", VIEW, "Zoom in", "+ EQUALS", () -> commands.zoom(1));
    add("zoomOut", VIEW, "Zoom out", "-", () -> commands.zoom(-1));
    add("fit", VIEW, "Fit the window", "0 F", () -> model.setZoom(0));
    add("panUp", VIEW, "Pan up", "alt_UP", () -> commands.pan(0, -1));
    add("panDown", VIEW, "Pan down", "alt_DOWN", () -> commands.pan(0, 1));
    add("panLeft", VIEW, "Pan left", "alt_LEFT", () -> commands.pan(-1, 0));
    add("panRight", VIEW, "Pan right", "alt_RIGHT", () -> commands.pan(1, 0));
    add("colours", VIEW, "Next colours", "C", this::nextColours);
    add("range", VIEW, "Next range", "R", this::nextRange);
    add("probes", VIEW, "Show or hide probes…", "H", commands::chooseProbes);
    add("channels", VIEW, "Show or hide channels…", "shift_H", commands::chooseChannels);
  }

  private void pin() {
    add(
        "pin",
        PIN,
        "Pin or unpin",
        "P ENTER",
        () ->
            model.setPin(
                model.pin().isPresent() || !model.hasFrames() ? null : model.defaultPin()));
    add("pinLeft", PIN, "Map to the left", "menu_LEFT", () -> model.movePin(-1, 0, 0, 0));
    add("pinRight", PIN, "Map to the right", "menu_RIGHT", () -> model.movePin(1, 0, 0, 0));
    add("pinUp", PIN, "Map above", "menu_UP", () -> model.movePin(0, -1, 0, 0));
    add("pinDown", PIN, "Map below", "menu_DOWN", () -> model.movePin(0, 1, 0, 0));
    add("pixelLeft", PIN, "Value to the left", "menu_shift_LEFT", () -> model.movePin(0, 0, 0, -1));
    add(
        "pixelRight",
        PIN,
        "Value to the right",
        "menu_shift_RIGHT",
        () -> model.movePin(0, 0, 0, 1));
    add("pixelUp", PIN, "Value above", "menu_shift_UP", () -> model.movePin(0, 0, -1, 0));
    add("pixelDown", PIN, "Value below", "menu_shift_DOWN", () -> model.movePin(0, 0, 1, 0));
  }

  private void layers() {
    ViewState view = model.view();
    add("layerUp", LAYERS, "Previous layer", "UP PAGE_UP", () -> model.selectLayer(view.layer - 1));
    add(
        "layerDown",
        LAYERS,
        "Next layer",
        "DOWN PAGE_DOWN",
        () -> model.selectLayer(view.layer + 1));
    add("probeNext", LAYERS, "Next probe", "W", () -> model.setProbe(view.probe + 1));
    add("probePrevious", LAYERS, "Previous probe", "Q", () -> model.setProbe(view.probe - 1));
    for (int layer = 0; layer < 9; layer++) {
      int index = layer;
      String key = Integer.toString(layer + 1);
      add("layer" + key, LAYERS, "Layer " + key, key, () -> model.selectLayer(index));
    }
  }

  private void nextColours() {
    List<Optional<Colormap>> choices = new ArrayList<>(List.of(Optional.empty()));
    Arrays.stream(Colormap.values()).map(Optional::of).forEach(choices::add);
    Colours colours = model.view().colours;
    int next = (choices.indexOf(colours.colormap()) + 1) % choices.size();
    model.setColours(colours.with(choices.get(next)));
  }

  private void nextRange() {
    Colours colours = model.view().colours;
    List<RangeMode> modes = List.of(RangeMode.values());
    int next = (modes.indexOf(colours.mode()) + 1) % modes.size();
    model.setColours(colours.with(modes.get(next)));
  }

  private void add(String id, String group, String label, String keys, Runnable body) {
    toggle(id, group, label, keys, null, body);
  }

  private void toggle(
      String id, String group, String label, String keys, BooleanSupplier selected, Runnable body) {
    actions.put(id, new PlayerAction(id, group, label, KeyNames.parse(keys), selected, body));
  }

  public PlayerAction get(String id) {
    return actions.get(id);
  }

  public List<PlayerAction> group(String group) {
    return actions.values().stream().filter(action -> action.group().equals(group)).toList();
  }

  List<PlayerAction> all() {
    return List.copyOf(actions.values());
  }

  /** Makes the keys work while the focus is anywhere inside a component. */
  public void bind(JComponent component) {
    InputMap inputs = component.getInputMap(JComponent.WHEN_ANCESTOR_OF_FOCUSED_COMPONENT);
    ActionMap map = component.getActionMap();
    for (PlayerAction action : actions.values()) {
      for (KeyStroke key : action.keys()) {
        String name = action.id() + " " + key;
        inputs.put(key, name);
        map.put(name, new ForKey(action, key));
      }
    }
  }

  @SuppressWarnings("serial") // never serialised
  private static final class ForKey extends AbstractAction {

    private final PlayerAction action;
    private final KeyStroke key;

    ForKey(PlayerAction action, KeyStroke key) {
      this.action = action;
      this.key = key;
    }

    @Override
    public void actionPerformed(ActionEvent e) {
      action.performForKey(key);
    }
  }
}
