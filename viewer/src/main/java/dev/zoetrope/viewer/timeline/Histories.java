package dev.zoetrope.viewer.timeline;

import dev.zoetrope.insight.LayerHistory;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.render.ChartMarks;
import dev.zoetrope.viewer.model.PlayerModel;
import dev.zoetrope.viewer.model.RunData;
import dev.zoetrope.viewer.model.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.swing.SwingUtilities;

/**
 * The steps at which the current layer changes most, and those with NaN or infinities. They are
 * found in the background. For the event dispatch thread.
 */
public final class Histories {

  private static final int MOST_MARKS = 12;

  private final PlayerModel model;
  private final Workers workers;
  private final List<Runnable> listeners = new ArrayList<>();
  private Recording recording;
  private int layer = -1;
  private int askedFrames;
  private int[] changes = {};
  private int[] notFinite = {};

  public Histories(PlayerModel model, Workers workers) {
    this.model = model;
    this.workers = workers;
    model.addListener(change -> refresh());
  }

  /** Adds a listener for changed marks. */
  void addListener(Runnable listener) {
    listeners.add(listener);
  }

  private void refresh() {
    if (!model.hasFrames()) {
      return;
    }
    Recording now = model.recording().orElseThrow();
    RunData run = model.run();
    boolean other = now != recording || model.view().layer != layer;
    // A run that is being written is examined again when it has grown by a tenth.
    boolean grown =
        run.frames() > askedFrames && (run.isFinished() || run.frames() >= askedFrames * 1.1);
    if (!other && !grown) {
      return;
    }
    if (other) {
      changes = new int[0];
      notFinite = new int[0];
    }
    recording = now;
    layer = model.view().layer;
    askedFrames = run.frames();
    String name = model.layer().name();
    int asked = layer;
    workers.draw(
        workers.history,
        now,
        () -> {
          LayerHistory history =
              LayerHistory.of(now, name, (done, total) -> !workers.history.superseded());
          int[] greatest = history.greatest(MOST_MARKS);
          int[] flagged = history.notFinite();
          SwingUtilities.invokeLater(() -> show(now, asked, greatest, flagged));
        },
        e -> {}); // marks are an extra; damage is reported when the frame itself is shown
  }

  private void show(Recording of, int ofLayer, int[] greatest, int[] flagged) {
    if (of == recording && ofLayer == layer) {
      changes = greatest;
      notFinite = flagged;
      listeners.forEach(Runnable::run);
    }
  }

  /** The frames at which the current layer changes most, as far as they are known. */
  public int[] changes() {
    return changes.clone();
  }

  ChartMarks marks() {
    return new ChartMarks(changes, notFinite);
  }

  /** Whether a frame of the current layer holds NaN or an infinity, as far as is known. */
  boolean flagged(int frame) {
    return Arrays.binarySearch(notFinite, frame) >= 0;
  }

  /** Goes to the next or the previous step that is marked for a large change. */
  public void seekChange(boolean forward) {
    int target = -1;
    for (int frame : changes) {
      if (forward ? frame > model.frame() && target < 0 : frame < model.frame()) {
        target = frame;
      }
    }
    if (target >= 0) {
      model.transport().pause();
      model.transport().seek(target);
    }
  }
}
