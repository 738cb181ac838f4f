package dev.zoetrope.capture;

import ai.djl.training.Trainer;
import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.RecordingWriter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes frames of a network: feeds the probes through, reads what else is watched, and hands all of
 * it to the thread that writes.
 */
final class FrameTaker {

  private final Trainer trainer;
  private final Probes probes;
  private final Watched watched;
  private final ProbePass pass;
  private final WeightCopies weights;
  private final ParameterWatch parameters;
  private final List<Layer> layers;
  private volatile BackgroundWriter background; // asked for failures by any thread
  private float[] gradientNorms;

  /**
   * Attaches hooks and runs the probes once to see what there is.
   *
   * @throws IllegalArgumentException if the chosen blocks cannot be recorded; nothing stays
   *     attached
   */
  FrameTaker(Trainer trainer, Probes probes, Watched watched) {
    this.trainer = trainer;
    this.probes = probes;
    this.watched = watched;
    pass = new ProbePass(trainer.getModel(), watched.layers(), probes, watched.inputs());
    try {
      List<Layer> found = pass.discover(trainer, watched.precision(), watched.budget());
      weights = watched.weights() == null ? null : new WeightCopies(trainer);
      layers =
          weights == null
              ? found
              : weights.choose(trainer.getModel().getBlock(), found, watched.weights());
      parameters =
          watched.gradientNorms() || watched.updateRatios() ? new ParameterWatch(trainer) : null;
    } catch (RuntimeException e) {
      pass.close();
      throw e;
    }
  }

  /** Returns what will be recorded. */
  List<Layer> layers() {
    return layers;
  }

  /** Begins to write. */
  void start(RecordingWriter writer) throws IOException {
    if (watched.gradientNorms()) {
      writer.beginSeries(Watched.GRADIENT_NORM, parameters.names());
    }
    if (watched.updateRatios()) {
      writer.beginSeries(Watched.UPDATE_RATIO, parameters.names());
    }
    List<Integer> lengths = new ArrayList<>();
    layers.forEach(layer -> lengths.add(probes.count() * layer.valuesPerProbe()));
    layers.stream().map(Layer::weights).filter(n -> n > 0).forEach(lengths::add);
    background = new BackgroundWriter(writer, lengths);
  }

  /** Reads the gradients of the update that leads to the next frame, if they are watched. */
  void readGradients() {
    gradientNorms = watched.gradientNorms() ? parameters.gradientNorms() : null;
  }

  /** Takes a frame, waiting where the disk is behind. */
  void take(long step, long epoch, BatchMetrics metrics, Map<String, Float> scalars)
      throws InterruptedException {
    List<float[]> buffers = background.buffers();
    List<float[]> activations = buffers.subList(0, layers.size());
    List<float[]> ofWeights = buffers.subList(layers.size(), buffers.size());
    pass.capture(trainer, activations);
    if (weights != null) {
      weights.copy(ofWeights);
    }
    Map<String, float[]> series = new HashMap<>();
    scalars.forEach((name, value) -> series.put(name, new float[] {value}));
    if (gradientNorms != null) {
      series.put(Watched.GRADIENT_NORM, gradientNorms);
      gradientNorms = null;
    }
    if (watched.updateRatios()) {
      series.put(Watched.UPDATE_RATIO, parameters.updateRatios());
    }
    background.submit(
        new Frame(step, epoch, metrics.loss(), metrics.accuracy(), activations, ofWeights, series));
  }

  /** Says that the frame just taken may be written now. */
  void release() {
    background.release();
  }

  /** Returns what ended the writing, if anything did. */
  Optional<Exception> failure() {
    return background == null ? Optional.empty() : background.failure();
  }

  /** Writes what waits, detaches the hooks and frees everything. */
  void close(boolean complete) {
    if (background != null) {
      background.close(complete);
    }
    pass.close();
    if (parameters != null) {
      parameters.close();
    }
  }
}
