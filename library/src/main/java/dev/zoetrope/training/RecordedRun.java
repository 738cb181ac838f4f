package dev.zoetrope.training;

import ai.djl.nn.Block;
import dev.zoetrope.recording.Precision;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.recording.Progress;
import dev.zoetrope.recording.Recording;
import dev.zoetrope.replay.Development;
import dev.zoetrope.replay.Question;
import dev.zoetrope.replay.Replay;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Goes on with a recording whose network can be built again: asks it about other inputs, or
 * computes the activations that were deferred. For programs that do not use DJL's types themselves.
 *
 * <pre>{@code
 * RecordedRun run = new RecordedRun(file, NetworkSource.RECORDED);
 * run.develop(Progress.NONE);
 * }</pre>
 */
public final class RecordedRun {

  private final Path path;
  private final NetworkSource source;

  /** Names a recording, and where its network comes from. */
  public RecordedRun(Path recording, NetworkSource network) {
    path = recording;
    source = network;
  }

  /**
   * What to ask.
   *
   * @param images the inputs
   * @param layers globs of the layers to show; empty for those that are recorded
   * @param frames the frames to answer for, ascending; empty for all that have weights
   * @param precision how activations are stored
   * @param batchSize how many images the network sees at a time
   * @param details details for the answer
   */
  public record Asked(
      Probes images,
      List<String> layers,
      List<Integer> frames,
      Precision precision,
      int batchSize,
      Map<String, Object> details) {}

  /**
   * Answers a question with a recording.
   *
   * @param out the recording to write, a directory
   * @param replaces whether an existing one is replaced
   * @param progress counts batches of images, over all frames
   * @throws EngineUnavailableException if the engine is not available
   * @throws NetworkUnavailableException if the network cannot be built, or is not the recorded one
   * @throws IOException if a recording cannot be read or written
   */
  public void ask(Asked question, Path out, boolean replaces, Progress progress)
      throws EngineUnavailableException, NetworkUnavailableException, IOException {
    try (Recording recording = Recording.open(path);
        Replay replay = replay(recording)) {
      String[] layers =
          question.layers.isEmpty()
              ? recording.info().layers().stream()
                  .map(layer -> layer.name().replaceFirst("(#\\d+)?(:\\d+)?$", ""))
                  .distinct()
                  .toArray(String[]::new)
              : question.layers.toArray(String[]::new);
      Question asked =
          new Question(recording, replay.layers(layers).batchSize(question.batchSize))
              .precision(question.precision)
              .replacing(replaces);
      question.details.forEach(asked::detail);
      if (!question.frames.isEmpty()) {
        asked.frames(question.frames.stream().mapToInt(frame -> frame).toArray());
      }
      asked.answer(question.images, out, progress);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new NetworkUnavailableException(e.getMessage());
    }
  }

  private Replay replay(Recording recording)
      throws EngineUnavailableException, NetworkUnavailableException, IOException {
    return Replay.open(recording, network(recording));
  }

  private Supplier<Block> network(Recording recording)
      throws EngineUnavailableException, NetworkUnavailableException {
    Object engine = recording.info().run().details().get("engine");
    Engines.useByDefault(engine instanceof String name ? name : "PyTorch");
    return source.network(path, recording.info());
  }

  /**
   * Computes the activations of a deferred recording that are not there yet.
   *
   * @param progress counts frames; if it cancels, what was computed stays
   * @return the number of frames that were computed now
   * @throws EngineUnavailableException if the engine is not available
   * @throws NetworkUnavailableException if the network cannot be built, or is not the recorded one
   * @throws IOException if the recording is damaged, another program writes into it, or the disk is
   *     full; what was computed stays
   */
  public int develop(Progress progress)
      throws EngineUnavailableException, NetworkUnavailableException, IOException {
    Supplier<Block> network;
    try (Recording recording = Recording.open(path)) {
      if (recording.info().frames() == recording.info().exposed()) {
        return 0;
      }
      network = network(recording);
    }
    try {
      return Development.of(path, network).run(progress);
    } catch (IllegalArgumentException | IllegalStateException e) {
      throw new NetworkUnavailableException(e.getMessage());
    }
  }
}
