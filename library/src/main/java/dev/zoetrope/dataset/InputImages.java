package dev.zoetrope.dataset;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Images to ask a network about. Immutable.
 *
 * <pre>{@code
 * InputImages gratings = Gratings.of(16, List.of(1.0, 2.0, 4.0), 1, 28, 28);
 * float[] pixels = gratings.pixels(); // [image, channel, y, x]
 * }</pre>
 */
public final class InputImages {

  private final int channels;
  private final int height;
  private final int width;
  private final float[] pixels;
  private final long[] labels;
  private final List<String> names;
  private final List<String> remarks;

  /**
   * Combines images.
   *
   * @param pixels [image, channel, y, x], 0…1
   * @param labels the class of each; −1 where it is not known
   * @param names a name for each
   * @param remarks sentences for people about how they were made
   */
  InputImages(
      int channels,
      int height,
      int width,
      float[] pixels,
      long[] labels,
      List<String> names,
      List<String> remarks) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.labels = labels;
    this.names = List.copyOf(names);
    this.remarks = List.copyOf(remarks);
  }

  /**
   * Returns some images of a data set.
   *
   * @param indices from 0
   * @throws DatasetException if there is no such image
   */
  public static InputImages of(ImageSet set, int... indices) throws DatasetException {
    float[] pixels = new float[Math.multiplyExact(indices.length, set.valuesPerImage())];
    long[] labels = new long[indices.length];
    List<String> names = new ArrayList<>();
    for (int i = 0; i < indices.length; i++) {
      if (indices[i] < 0 || indices[i] >= set.size()) {
        throw new DatasetException(
            "image %s is not one of the test images 0 to %s".formatted(indices[i], set.size() - 1));
      }
      set.copyTo(indices[i], pixels, i * set.valuesPerImage());
      labels[i] = set.label(indices[i]);
      names.add("test image " + indices[i]);
    }
    return new InputImages(
        set.channels(), set.height(), set.width(), pixels, labels, names, List.of());
  }

  /**
   * Returns the images of an IDX file, gzipped or not.
   *
   * @throws DatasetException if it is not such a file, or damaged; the message names it
   */
  public static InputImages ofIdx(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DatasetException(
          file + (Files.exists(file) ? " is not a file" : " does not exist"));
    }
    Idx idx;
    try (InputStream in = Files.newInputStream(file)) {
      idx = Idx.read(file.toString(), in, Files.size(file));
    }
    IdxLayout layout = IdxLayout.of(idx, false);
    layout.arrange(idx);
    int count = idx.shape().get(0);
    Pixels pixels = Pixels.of(idx, Pixels.Range.suiting(List.of(idx)));
    ImageSet set = layout.set(pixels, new int[count]);
    float[] values = new float[Math.multiplyExact(count, set.valuesPerImage())];
    List<String> names = new ArrayList<>();
    for (int image = 0; image < count; image++) {
      set.copyTo(image, values, image * set.valuesPerImage());
      names.add(file.getFileName() + " " + image);
    }
    long[] unknown = new long[count];
    Arrays.fill(unknown, -1);
    return new InputImages(
        set.channels(), set.height(), set.width(), values, unknown, names, List.of());
  }

  /** Returns the number of images. */
  public int count() {
    return labels.length;
  }

  /** Returns the number of channels: 1 for grey, 3 for red, green and blue. */
  public int channels() {
    return channels;
  }

  /** Returns the height of each image in pixels. */
  public int height() {
    return height;
  }

  /** Returns the width of each image in pixels. */
  public int width() {
    return width;
  }

  /** Returns a copy of all pixels, [image, channel, y, x], 0…1. */
  public float[] pixels() {
    return pixels.clone();
  }

  /** Returns a copy of the class of each image; −1 where it is not known. */
  public long[] labels() {
    return labels.clone();
  }

  /** Returns a name for each image. */
  public List<String> names() {
    return names;
  }

  /** Returns sentences for people about how the images were made. */
  public List<String> remarks() {
    return remarks;
  }
}
