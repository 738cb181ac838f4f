package dev.zoetrope.recording;

import java.util.List;
import java.util.Optional;

/**
 * What a recording says of itself, as of its last commit.
 *
 * @param formatVersion version of the format
 * @param frames number of frames that can be read
 * @param complete whether the run ended after an update, and where its length was planned, at that
 *     length
 * @param ending how the run ended, in words; empty while it goes on, or where its program ended
 *     without closing the recording
 * @param run the training run
 * @param layers the layers, in the order the network runs them
 * @param series the names of the series, in the order they were begun
 * @param leftOut what was meant to be recorded and is not, in the order in which that was found
 */
public record RecordingInfo(
    int formatVersion,
    int frames,
    boolean complete,
    Optional<String> ending,
    RunInfo run,
    List<Layer> layers,
    List<String> series,
    List<LeftOut> leftOut) {

  /** Copies the lists. */
  public RecordingInfo {
    layers = List.copyOf(layers);
    series = List.copyOf(series);
    leftOut = List.copyOf(leftOut);
  }

  /**
   * Returns the layer with this name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
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
