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
 */
public record RecordingInfo(
    int formatVersion, int frames, boolean complete, RunInfo run, List<Layer> layers) {

  /** Copies the list. */
  public RecordingInfo {
    layers = List.copyOf(layers);
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
