package dev.zoetrope.replay;

import dev.zoetrope.recording.Layer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the chosen layers put out for some images at one frame.
 *
 * <pre>{@code
 * try (Replay replay = Replay.open(recording, () -> block)) {
 *   Activations seen = replay.activations(0, recording.probes());
 *   for (Layer layer : seen.layers()) {
 *     System.out.println(layer.name() + ": " + seen.values(layer.name()).length + " values");
 *   }
 * }
 * }</pre>
 */
public final class Activations {

  private final int images;
  private final List<Layer> layers;
  private final Map<String, float[]> values = new LinkedHashMap<>();

  /**
   * Allocates the arrays.
   *
   * @throws IllegalArgumentException if the values of a layer do not fit into an array
   */
  Activations(int images, List<Layer> layers) {
    this.images = images;
    this.layers = List.copyOf(layers);
    for (Layer layer : layers) {
      long length = (long) images * layer.valuesPerProbe();
      if (length > Integer.MAX_VALUE - 8) {
        throw new IllegalArgumentException(
            "layer %s has %s values for %s images, more than an array holds; give fewer images at a time"
                .formatted(layer.name(), length, images));
      }
      values.put(layer.name(), new float[(int) length]);
    }
  }

  /** Returns the number of images. */
  public int images() {
    return images;
  }

  /**
   * Returns the layers in the order they ran, with their shapes. Their precision is float32: values
   * are not rounded.
   */
  public List<Layer> layers() {
    return layers;
  }

  /**
   * Returns the values of a layer, not a copy.
   *
   * @return [image, …shape of the layer] in row-major order; NaN where the layer did not run
   * @throws IllegalArgumentException if there is no such layer; the message lists those there are
   */
  public float[] values(String layer) {
    float[] found = values.get(layer);
    if (found == null) {
      throw new IllegalArgumentException(
          "no layer \"%s\" was seen; there are %s"
              .formatted(layer, String.join(", ", values.keySet())));
    }
    return found;
  }
}
