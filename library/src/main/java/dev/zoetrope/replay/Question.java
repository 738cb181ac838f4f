package dev.zoetrope.replay;

import dev.zoetrope.files.FileTree;
import dev.zoetrope.files.PathLock;
import dev.zoetrope.files.Siblings;
import dev.zoetrope.recording.Frame;
import dev.zoetrope.recording.Layer;
import dev.zoetrope.recording.LeftOut;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.recording.RecordingWriter;
import dev.zoetrope.recording.RunInfo;
import dev.zoetrope.recording.TrainingStep;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a recorded network about other inputs, and writes the answer as a recording of its own: the
 * same run, as if these inputs had been its probes from the beginning. It has the steps, losses and
 * accuracies of the first, and says where the weights are.
 *
 * <pre>{@code
 * try (Replay replay = Replay.open(recording, () -> block)) {
 *   new Question(recording, replay).answer(recording.probes(), Path.of("answer.zarr"), Progress.NONE);
 * }
 * }</pre>
 */
public final class Question {

  private final Recording recording;
  private final Replay replay;
  private final Map<String, Object> details = new LinkedHashMap<>();
  private int[] frames;
  private Precision precision = Precision.AUTO;
  private boolean replaces;

  /**
   * Prepares a question about all frames that have weights.
   *
   * @param replay a replay of this recording, whose chosen layers will be written; both stay open
   */
  public Question(Recording recording, Replay replay) throws IOException {
    this.recording = recording;
    this.replay = replay;
    frames = recording.framesWithWeights();
  }

  /**
   * Chooses the frames to answer for, in ascending order; the default is all that have weights.
   *
   * @return this object
   */
  public Question frames(int... chosen) {
    frames = chosen.clone();
    return this;
  }

  /**
   * Sets the precision of the stored activations; the default is {@link Precision#AUTO}.
   *
   * @return this object
   */
  public Question precision(Precision wanted) {
    precision = wanted;
    return this;
  }

  /**
   * Sets whether an existing recording is replaced; the default is false. It stays until the answer
   * is complete.
   *
   * @return this object
   */
  public Question replacing(boolean wanted) {
    replaces = wanted;
    return this;
  }

  /**
   * Stores a detail in the answer: a string, number or boolean, or a list of them.
   *
   * @return this object
   */
  public Question detail(String key, Object value) {
    details.put(key, value);
    return this;
  }

  /**
   * Computes the answer, on the calling thread. It appears at its path when it is complete; if that
   * fails, or is cancelled, nothing is left behind.
   *
   * @param images the inputs to ask about
   * @param out the recording to write, a directory
   * @param progress counts batches of images, over all frames
   * @throws FileAlreadyExistsException if {@code out} exists and is not to be replaced
   * @throws java.util.concurrent.CancellationException if {@code progress} cancels it
   * @throws IllegalArgumentException as {@link Replay#activations(int, Probes)}
   * @throws IllegalStateException if the network does not run on the images
   */
  @SuppressWarnings("try") // the lock is only held
  public void answer(Probes images, Path out, Progress progress) throws IOException {
    if (!replaces && Files.exists(out, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileAlreadyExistsException(out.toString());
    }
    Path partial = Siblings.of(out, ".", ".asking");
    try (PathLock lock = PathLock.take(out)) {
      FileTree.delete(partial); // what a killed program left
      try {
        write(images, partial, progress);
        FileTree.delete(out);
        Files.move(partial, out);
      } finally {
        FileTree.delete(partial);
      }
    }
  }

  private void write(Probes images, Path partial, Progress progress) throws IOException {
    List<TrainingStep> steps = recording.exposedSteps();
    RecordingWriter[] writer = {null};
    try {
      replay.each(
          frames,
          images,
          (frame, seen) -> {
            if (writer[0] == null) {
              writer[0] = begin(partial, images, seen);
            }
            TrainingStep step = steps.get(frame);
            List<float[]> values = new ArrayList<>();
            seen.layers().forEach(layer -> values.add(seen.values(layer.name())));
            writer[0].append(
                new Frame(step.step(), step.epoch(), step.loss(), step.accuracy(), values));
          },
          progress);
      if (writer[0] != null) {
        replay.leftOut().forEach(writer[0]::leaveOut);
        writer[0].end(recording.info().ending().orElse("computed from weights"), true);
      }
    } finally {
      if (writer[0] != null) {
        writer[0].close();
      }
    }
  }

  private RecordingWriter begin(Path partial, Probes images, Activations seen) throws IOException {
    RunInfo asked = recording.info().run();
    Map<String, Object> all = new LinkedHashMap<>(asked.details());
    List.of("probe_indices", "token_texts", "max_overhead", "overhead", "data_preparation")
        .forEach(all::remove);
    all.put("asked_of", recording.path().toAbsolutePath().normalize().toString());
    all.putAll(details);
    RunInfo run = new RunInfo(asked.name(), Instant.now(), frames.length, all);
    List<Layer> layers =
        seen.layers().stream()
            .map(
                layer ->
                    new Layer(
                        layer.name(),
                        layer.type(),
                        layer.shape(),
                        layer.bound(),
                        layer.bound().isEmpty() && precision == Precision.INT8
                            ? Precision.FLOAT16
                            : precision))
            .toList();
    RecordingWriter writer = RecordingWriter.create(partial, run, images, layers);
    for (Layer layer : layers) {
      if (precision == Precision.INT8 && layer.precision() != Precision.INT8) {
        writer.leaveOut(
            new LeftOut(
                layer.name(), "recorded, but as float16: int8 is for outputs with a known bound"));
      }
    }
    return writer;
  }
}
