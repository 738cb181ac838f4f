package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.SheetCell;
import dev.zoetrope.render.Theme;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The state of a player, without Swing. For one thread: in a window, the event dispatch thread.
 * Listeners are notified on it, after each change.
 */
public final class PlayerModel {

  /** Is notified of changes. */
  @FunctionalInterface
  public interface Listener {
    void changed(Change change);
  }

  private final List<Listener> listeners = new ArrayList<>();
  private final Transport transport = new Transport(this::fire);
  private final ViewState view = new ViewState();
  private Recording recording;
  private RunData run;
  private SheetCell pin;

  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  private void fire(Change change) {
    for (Listener listener : List.copyOf(listeners)) {
      listener.changed(change);
    }
  }

  /**
   * Shows a recording from its first frame, or follows its newest frame.
   *
   * @param live whether it is being written
   */
  public void show(Recording newRecording, RunData newRun, boolean live) {
    recording = newRecording;
    run = newRun;
    pin = null;
    view.layer = 0;
    view.probe = 0;
    view.hiddenProbes.clear();
    view.hiddenChannels.clear();
    transport.begin(run, live);
    fire(Change.RECORDING);
  }

  /**
   * Replaces the recording with the one that is now at the same path.
   *
   * @param sameRun whether it is the same run, perhaps with more frames: then the state is kept.
   *     Otherwise layer, probes and range are kept if they still exist
   * @param live whether it is being written
   */
  void reopen(Recording newRecording, RunData newRun, boolean sameRun, boolean live) {
    boolean layerStays = sameRun || view.keep(run, newRun);
    recording = newRecording;
    run = newRun;
    if (sameRun) {
      transport.lengthen(run);
      fire(Change.GROWTH);
      fire(Change.VIEW);
    } else {
      pin = layerStays && pin != null && hasCell(pin) ? pin : null;
      transport.goOn(run, live);
      fire(Change.RECORDING);
    }
    transport.followNewest();
    fire(Change.TRANSPORT);
  }

  private boolean hasCell(SheetCell cell) {
    return cell.probe() < run.probes().count() && LayerCells.contains(layer(), cell);
  }

  /** Adds the frames that were committed since. */
  void grow(RunData newRun) {
    run = newRun;
    transport.lengthen(run);
    fire(Change.GROWTH);
    transport.followNewest();
  }

  public boolean hasFrames() {
    return run != null && run.frames() > 0;
  }

  public Optional<Recording> recording() {
    return Optional.ofNullable(recording);
  }

  /** Returns the run; call it only while there is a recording. */
  public RunData run() {
    return run;
  }

  public Transport transport() {
    return transport;
  }

  public ViewState view() {
    return view;
  }

  public Layer layer() {
    return run.layers().get(view.layer);
  }

  public int frame() {
    return transport.frame();
  }

  public Optional<SheetCell> pin() {
    return Optional.ofNullable(pin);
  }

  /** Shows a layer, if it exists. */
  public void selectLayer(int layer) {
    if (run != null && layer >= 0 && layer < run.layers().size() && layer != view.layer) {
      view.layer = layer;
      pin = null;
      fire(Change.VIEW);
      fire(Change.PIN);
    }
  }

  public void setOverview(boolean overview) {
    view.overview = overview;
    fire(Change.VIEW);
  }

  public void setProbe(int probe) {
    if (run != null) {
      view.probe = Math.floorMod(probe, run.probes().count());
      fire(Change.VIEW);
    }
  }

  public void setZoom(int zoom) {
    view.zoom = Math.max(0, Math.min(64, zoom));
    fire(Change.VIEW);
  }

  public void setTimeView(boolean shown) {
    view.timeView = shown;
    if (shown && pin == null && run != null) {
      setPin(defaultPin());
    }
    fire(Change.VIEW);
  }

  /** Returns the middle of the first map that is shown. */
  public SheetCell defaultPin() {
    return LayerCells.middle(layer(), view.probe, firstShown(view.hiddenChannels()));
  }

  private static int firstShown(Set<Integer> hidden) {
    int index = 0;
    while (hidden.contains(index)) {
      index++;
    }
    return index;
  }

  public void setColours(Colours colours) {
    view.colours = colours;
    fire(Change.VIEW);
  }

  public void setTheme(Theme theme) {
    if (theme != view.theme) {
      view.theme = theme;
      fire(Change.VIEW);
    }
  }

  /** Hides probes; at least one remains. */
  public void setHiddenProbes(Set<Integer> hidden) {
    if (hidden.size() < run.probes().count()) {
      view.hiddenProbes.clear();
      view.hiddenProbes.addAll(hidden);
      fire(Change.VIEW);
    }
  }

  /** Hides channels of the current layer; at least one remains. */
  public void setHiddenChannels(Set<Integer> hidden) {
    if (hidden.size() < layer().channels()) {
      view.hiddenChannels().clear();
      view.hiddenChannels().addAll(hidden);
      fire(Change.VIEW);
    }
  }

  /** Pins a value; null removes the pin. */
  public void setPin(SheetCell cell) {
    pin = cell;
    if (cell != null) {
      view.probe = cell.probe();
    }
    fire(Change.PIN);
  }

  /** Moves the pin to a neighbouring map or value; without a pin, pins the first. */
  public void movePin(int probes, int channels, int rows, int columns) {
    if (run == null) {
      return;
    }
    if (pin == null) {
      setPin(defaultPin());
      return;
    }
    setPin(
        LayerCells.neighbour(layer(), run.probes().count(), pin, probes, channels, rows, columns));
  }
}
