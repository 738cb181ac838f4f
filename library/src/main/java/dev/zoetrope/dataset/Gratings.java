package dev.zoetrope.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Sinusoidal gratings, with which the preferred orientation and spatial frequency of a channel are
 * measured, as in Ringach, Shapley and Hawken, "Orientation selectivity in macaque V1", Journal of
 * Neuroscience 22 (2002), 5639–5651.
 *
 * <pre>{@code
 * InputImages gratings = Gratings.of(16, List.of(1.0, 2.0, 4.0, 7.0), 1, 28, 28);
 * }</pre>
 */
public final class Gratings {

  /** The most values in all: 1 GiB of float32. */
  private static final int MOST_VALUES = 1 << 28;

  private Gratings() {}

  /**
   * Makes gratings: 0.5 + 0.5 · cos(2π f (x cos θ + y sin θ)), with x and y measured from the
   * image's centre in units of its width and height, y downwards.
   *
   * @param orientations the number of orientations θ, evenly spaced from 0 to below π; at θ = 0 the
   *     stripes are vertical
   * @param frequencies f, in cycles per image
   * @return one image for each orientation and frequency, the frequencies of one orientation side
   *     by side; their labels are the index of the orientation
   * @throws IllegalArgumentException if a number is below 1, or a frequency is not above 0 and
   *     below half the shorter side in pixels, or there would be too many
   */
  public static InputImages of(
      int orientations, List<Double> frequencies, int channels, int height, int width) {
    if (orientations < 1 || frequencies.isEmpty()) {
      throw new IllegalArgumentException(
          "gratings of %s orientations and %s frequencies; give at least one of each"
              .formatted(orientations, frequencies.size()));
    }
    if (channels < 1) {
      throw new IllegalArgumentException("gratings of %s channels".formatted(channels));
    }
    for (double frequency : frequencies) {
      // At half the side, all pixels may lie where the cosine is 0.
      if (!(frequency > 0 && frequency < Math.min(height, width) / 2.0)) {
        throw new IllegalArgumentException(
            "a grating of %s cycles cannot be drawn with %s×%s pixels; choose above 0 and below %s"
                .formatted(frequency, width, height, Math.min(height, width) / 2.0));
      }
    }
    int values = Math.multiplyExact(channels, Math.multiplyExact(height, width));
    if ((long) orientations * frequencies.size() > MOST_VALUES / values) {
      throw new IllegalArgumentException(
          "gratings of %s orientations and %s frequencies are too many; choose fewer"
              .formatted(orientations, frequencies.size()));
    }
    int count = orientations * frequencies.size();
    float[] pixels = new float[count * values];
    long[] labels = new long[count];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int orientation = i / frequencies.size();
      double frequency = frequencies.get(i % frequencies.size());
      draw(Math.PI * orientation / orientations, frequency, height, width, pixels, i * values);
      for (int channel = 1; channel < channels; channel++) {
        int plane = height * width;
        System.arraycopy(pixels, i * values, pixels, i * values + channel * plane, plane);
      }
      labels[i] = orientation;
      names.add(
          String.format(
              Locale.ROOT, "%.4g°, %.4g cycles", 180.0 * orientation / orientations, frequency));
    }
    return new InputImages(
        channels,
        height,
        width,
        pixels,
        labels,
        names,
        List.of(
            "gratings of %s orientations and %s cycles an image"
                .formatted(orientations, Arrays.toString(frequencies.toArray()))));
  }

  private static void draw(
      double angle, double frequency, int height, int width, float[] out, int from) {
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        double across = (x + 0.5) / width - 0.5;
        double down = (y + 0.5) / height - 0.5;
        double along = across * Math.cos(angle) + down * Math.sin(angle);
        out[from + y * width + x] = (float) (0.5 + 0.5 * Math.cos(2 * Math.PI * frequency * along));
      }
    }
  }
}
