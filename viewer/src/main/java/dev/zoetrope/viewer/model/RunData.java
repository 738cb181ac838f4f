package dev.zoetrope.viewer.model;

import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingInfo;
import dev.zoetrope.render.ColorInputs;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a recording says of its run, as of one commit: read once, off the event thread. */
public final class RunData {

  private final RecordingInfo info;
  private final Probes probes;
  private final long[] labels;
  private final Optional<ColorInputs> colorInputs;
  private final long[] steps;
  private final long[] epochs;
  private final float[] losses;
  private final float[] accuracies;

  private RunData(Recording recording, Probes probes) throws IOException {
    this.probes = probes;
    this.labels = probes.labels();
    this.colorInputs = ColorInputs.of(probes);
    // Info first: the series hold at least as many frames as it says.
    info = recording.info();
    steps = recording.steps();
    epochs = recording.epochs();
    losses = recording.losses();
    accuracies = recording.accuracies();
  }

  public static RunData of(Recording recording) throws IOException {
    return new RunData(recording, recording.probes());
  }

  /** Reads what is new; the probes stay. */
  RunData refreshed(Recording recording) throws IOException {
    return new RunData(recording, probes);
  }

  /** Whether this is an earlier state's run, perhaps with more frames, rather than another run. */
  boolean continues(RunData earlier) {
    int frames = earlier.frames();
    return info.run().started().equals(earlier.info.run().started())
        && info.layers().equals(earlier.info.layers())
        && frames() >= frames
        && Arrays.equals(steps, 0, frames, earlier.steps, 0, frames)
        && Arrays.equals(losses, 0, frames, earlier.losses, 0, frames);
  }

  public RecordingInfo info() {
    return info;
  }

  public List<Layer> layers() {
    return info.layers();
  }

  public Probes probes() {
    return probes;
  }

  /** The probes in their own colours, if they have any. */
  Optional<ColorInputs> colorInputs() {
    return colorInputs;
  }

  /** The class of a probe by its name, or by its number if it has none; empty if not known. */
  public Optional<String> className(int probe) {
    long label = labels[probe];
    if (label < 0) {
      return Optional.empty();
    }
    return info.run().details().get("class_names") instanceof List<?> names && label < names.size()
        ? Optional.of(String.valueOf(names.get((int) label)))
        : Optional.of(Long.toString(label));
  }

  public int frames() {
    return info.frames();
  }

  public long step(int frame) {
    return steps[frame];
  }

  public long epoch(int frame) {
    return epochs[frame];
  }

  public float loss(int frame) {
    return losses[frame];
  }

  public float accuracy(int frame) {
    return accuracies[frame];
  }

  /** The arrays themselves, for drawing. */
  public long[] steps() {
    return steps;
  }

  public long[] epochs() {
    return epochs;
  }

  public float[] losses() {
    return losses;
  }

  public float[] accuracies() {
    return accuracies;
  }

  /** The last step that the axis must hold: that planned while the run goes on. */
  public long lastStep() {
    if (frames() == 0) {
      return info.run().plannedFrames();
    }
    long last = steps[frames() - 1];
    int planned = info.run().plannedFrames();
    if (info.complete() || planned <= frames() || frames() < 2) {
      return Math.max(last, info.complete() ? 0 : planned - 1L);
    }
    // Recorded at every n-th step, frames are as far apart as those already there.
    return Math.round((double) last / (frames() - 1) * (planned - 1));
  }
}
