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
 * The state of a player, without Swing. Used on one thread, the event thread in a window; listeners
 * hear of a change on it, after the change.
 */
public final class PlayerModel {

  /** Hears of changes. */
  @FunctionalInterface
  public interface Listener {
    void changed(Change change);
  }

  private final List<Listener> listeners = new ArrayList<>();
  private final Transport transport = new Transport();
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
   * Shows a recording from its first frame, or follows its newest.
   *
   * @param live whether it is being written just now
   */
  public void show(Recording newRecording, RunData newRun, boolean live) {
    recording = newRecording;
    run = newRun;
    pin = null;
    view.layer = 0;
    view.probe = 0;
    view.hiddenProbes.clear();
    view.hiddenChannels.clear();
    transport.frames = run.frames();
    transport.first = 0;
    transport.last = -1;
    transport.playing = false;
    transport.following = live;
    transport.frame = transport.following ? Math.max(0, run.frames() - 1) : 0;
    fire(Change.RECORDING);
  }

  /**
   * Shows what lies now at the path of the recording shown, in its place.
   *
   * @param sameRun whether it is the same run, perhaps with more frames: then all stays as it was.
   *     Otherwise layer, probes and range stay where they still exist
   * @param live whether it is being written just now
   */
  void reopen(Recording newRecording, RunData newRun, boolean sameRun, boolean live) {
    boolean layerStays = sameRun || view.keep(run, newRun);
    recording = newRecording;
    run = newRun;
    transport.frames = run.frames();
    if (sameRun) {
      fire(Change.GROWTH);
      fire(Change.VIEW);
    } else {
      pin = layerStays && pin != null && hasCell(pin) ? pin : null;
      transport.following = live && !transport.playing;
      transport.frame = Math.max(0, Math.min(transport.frame, run.frames() - 1));
      fire(Change.RECORDING);
    }
    followNewest();
    fire(Change.TRANSPORT);
  }

  private boolean hasCell(SheetCell cell) {
    return cell.probe() < run.probes().count() && LayerCells.contains(layer(), cell);
  }

  /** Takes in what was committed since. */
  void grow(RunData newRun) {
    run = newRun;
    transport.frames = run.frames();
    fire(Change.GROWTH);
    followNewest();
  }

  private void followNewest() {
    if (transport.following && !transport.playing) {
      moveTo(run.frames() - 1);
    }
    if (run.info().complete() && transport.following) {
      transport.following = false;
      fire(Change.TRANSPORT);
    }
  }

  public boolean hasFrames() {
    return run != null && run.frames() > 0;
  }

  public Optional<Recording> recording() {
    return Optional.ofNullable(recording);
  }

  /** The run; only while there is a recording. */
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
    return transport.frame;
  }

  public Optional<SheetCell> pin() {
    return Optional.ofNullable(pin);
  }

  /** Goes to a frame, the nearest if there is none such; the newest is followed no longer. */
  public void seek(int frame) {
    stopFollowing();
    moveTo(frame);
  }

  /** Goes some frames on or back. */
  public void step(int frames) {
    pause();
    seek(transport.frame + frames);
  }

  /** Goes to the last frame, and on with it while the recording grows. */
  public void end() {
    if (!hasFrames()) {
      return;
    }
    pause();
    if (!run.info().complete() && !transport.following) {
      transport.following = true;
      fire(Change.TRANSPORT);
    }
    moveTo(run.frames() - 1);
  }

  /** Moves on while playing: like {@link #seek}, but told by the driver. */
  void moveTo(int frame) {
    if (!hasFrames()) {
      return;
    }
    int nearest = Math.max(0, Math.min(run.frames() - 1, frame));
    if (nearest != transport.frame) {
      transport.frame = nearest;
      fire(Change.FRAME);
    }
  }

  public void play() {
    if (hasFrames() && !transport.playing) {
      stopFollowing();
      boolean outside =
          transport.frame < transport.firstFrame() || transport.frame > transport.lastFrame();
      boolean over = transport.loop == LoopMode.ONCE && transport.frame == transport.lastFrame();
      if (outside || over) {
        moveTo(transport.firstFrame());
      }
      transport.playing = true;
      fire(Change.TRANSPORT);
    }
  }

  public void pause() {
    if (transport.playing) {
      transport.playing = false;
      fire(Change.TRANSPORT);
    }
  }

  public void togglePlaying() {
    if (transport.playing) {
      pause();
    } else {
      play();
    }
  }

  private void stopFollowing() {
    if (transport.following) {
      transport.following = false;
      fire(Change.TRANSPORT);
    }
  }

  public void setLoop(LoopMode loop) {
    transport.loop = loop;
    fire(Change.TRANSPORT);
  }

  public void setRate(double framesPerSecond) {
    transport.framesPerSecond =
        Math.max(Transport.MIN_RATE, Math.min(Transport.MAX_RATE, framesPerSecond));
    fire(Change.TRANSPORT);
  }

  public void setKeepRate(boolean keepRate) {
    transport.keepRate = keepRate;
    fire(Change.TRANSPORT);
  }

  /** Lets the playback range begin at the current frame. */
  public void setIn() {
    setRange(transport.frame, transport.last < transport.frame ? -1 : transport.last);
  }

  /** Lets the playback range end at the current frame. */
  public void setOut() {
    setRange(transport.first > transport.frame ? 0 : transport.first, transport.frame);
  }

  /** Sets the playback range; 0 and −1 for the whole run. */
  public void setRange(int first, int last) {
    transport.first = first;
    transport.last = last;
    fire(Change.TRANSPORT);
  }

  /** Shows a layer, if there is such. */
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

  /** The middle of the first map that is shown. */
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

  /** Hides probes; at least one stays. */
  public void setHiddenProbes(Set<Integer> hidden) {
    if (hidden.size() < run.probes().count()) {
      view.hiddenProbes.clear();
      view.hiddenProbes.addAll(hidden);
      fire(Change.VIEW);
    }
  }

  /** Hides channels of the current layer; at least one stays. */
  public void setHiddenChannels(Set<Integer> hidden) {
    if (hidden.size() < layer().channels()) {
      view.hiddenChannels().clear();
      view.hiddenChannels().addAll(hidden);
      fire(Change.VIEW);
    }
  }

  /** Pins a value, or none for null. */
  public void setPin(SheetCell cell) {
    pin = cell;
    if (cell != null) {
      view.probe = cell.probe();
    }
    fire(Change.PIN);
  }

  /** Moves the pin to a neighbouring map; pins the first if there is none. */
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
