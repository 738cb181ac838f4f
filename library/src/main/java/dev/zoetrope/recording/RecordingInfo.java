package dev.zoetrope.recording;

import java.util.List;
import java.util.Optional;

/**
 * The description of a recording, as of its last commit. Immutable.
 *
 * <pre>{@code
 * RecordingInfo info = recording.info();
 * System.out.println(info.run().name() + ": " + info.frames() + " frames");
 * }</pre>
 *
 * @param formatVersion the version of the format
 * @param frames the number of frames that can be read
 * @param exposed the number of frames whose step is known; larger than {@code frames} while a
 *     deferred recording is not developed, that is, while it has weights and no activations yet
 * @param complete whether the run ended after a whole update and, if its length was planned,
 *     reached that length
 * @param ending how the run ended, as text; empty while it goes on, or if its program ended without
 *     closing the recording
 * @param run the training run
 * @param layers the layers, in the order the network runs them
 * @param series the names of the series, in the order in which they began
 * @param leftOut what should have been recorded but was not, in the order in which this was found
 * @param weights the network's parameters, if they are in the recording
 */
public record RecordingInfo(
    int formatVersion,
    int frames,
    int exposed,
    boolean complete,
    Optional<String> ending,
    RunInfo run,
    List<Layer> layers,
    List<String> series,
    List<LeftOut> leftOut,
    Optional<WeightsInfo> weights) {

  /** Copies the lists. */
  public RecordingInfo {
    layers = List.copyOf(layers);
    series = List.copyOf(series);
    leftOut = List.copyOf(leftOut);
  }

  RecordingInfo developed(int developedFrames) {
    return new RecordingInfo(
        formatVersion,
        developedFrames,
        exposed,
        complete,
        ending,
        run,
        layers,
        series,
        leftOut,
        weights);
  }

  RecordingInfo with(WeightsInfo found) {
    return new RecordingInfo(
        formatVersion,
        frames,
        exposed,
        complete,
        ending,
        run,
        layers,
        series,
        leftOut,
        Optional.of(found));
  }

  /**
   * Returns the layer with this name.
   *
   * @throws IllegalArgumentException if there is no such layer; the message lists the existing ones
   */
  public Layer layer(String name) {
    return layers.stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no layer \"" + name + "\" in this recording; it has " + names()));
  }

  private String names() {
    return String.join(", ", layers.stream().map(Layer::name).toList());
  }
}
