package dev.zoetrope.recording;

import java.util.List;

/**
 * What a recording says of itself, as of its last commit.
 *
 * @param formatVersion version of the format
 * @param frames number of frames that can be read
 * @param complete whether the run came to its planned end
 * @param run the training run
 * @param layers the layers, in the order the network runs them
 * @param series the names of the series, in the order they were begun
 */
public record RecordingInfo(
    int formatVersion,
    int frames,
    boolean complete,
    RunInfo run,
    List<Layer> layers,
    List<String> series) {

  /** Copies the lists. */
  public RecordingInfo {
    layers = List.copyOf(layers);
    series = List.copyOf(series);
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
