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

/**
 * The metadata and curves of a run, as of one commit; read once, not on the event dispatch thread.
 */
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
    // Read the info first: the series then hold at least as many frames as it says.
    info = recording.info();
    steps = recording.steps();
    epochs = recording.epochs();
    losses = recording.losses();
    accuracies = recording.accuracies();
  }

  public static RunData of(Recording recording) throws IOException {
    return new RunData(recording, recording.probes());
  }

  /** Reads what is new, and keeps the probes. */
  RunData refreshed(Recording recording) throws IOException {
    return new RunData(recording, probes);
  }

  /** Whether this is the same run as an earlier state, perhaps with more frames. */
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

  /** Whether training has ended and all activations are there, so that nothing will be added. */
  public boolean isFinished() {
    return info.complete() && info.frames() == info.exposed();
  }

  /** What the player waits for, if a deferred recording has no activations yet; otherwise empty. */
  String awaited() {
    int missing = info.exposed() - info.frames();
    if (missing == 0) {
      return "";
    }
    return info.ending().isEmpty()
        ? "The weights of %s are recorded. Their activations are computed when training ends."
            .formatted(info.exposed() == 1 ? "1 step" : info.exposed() + " steps")
        : "The activations of %s of %s steps are still to be computed: zoetrope develop does that."
            .formatted(missing, info.exposed());
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

  /** The name of a probe's class, or its number if it has no name; empty if unknown. */
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

  /** Returns the array itself, not a copy, for drawing. */
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

  /** The last step on the axis: during a run, the last planned one. */
  public long lastStep() {
    if (frames() == 0) {
      return info.run().plannedFrames();
    }
    long last = steps[frames() - 1];
    int planned = info.run().plannedFrames();
    if (isFinished() || planned <= frames() || frames() < 2) {
      return Math.max(last, isFinished() ? 0 : planned - 1L);
    }
    // If every n-th step is recorded, new frames are as far apart as the existing ones.
    return Math.round((double) last / (frames() - 1) * (planned - 1));
  }
}
