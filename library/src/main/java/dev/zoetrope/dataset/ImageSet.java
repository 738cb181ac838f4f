package dev.zoetrope.dataset;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Labelled images of one size. Immutable.
 *
 * <pre>{@code
 * ImageSet testImages = Mnist.load().test();
 * float[] pixels = new float[testImages.valuesPerImage()];
 * testImages.copyTo(0, pixels, 0);
 * }</pre>
 */
public final class ImageSet {

  private final int channels;
  private final int height;
  private final int width;
  private final Pixels pixels;
  private final int[] labels;

  /**
   * Combines images and their classes.
   *
   * @param pixels [image, channel, y, x] in row-major order
   * @param labels [image], from 0; not copied
   */
  ImageSet(int channels, int height, int width, Pixels pixels, int[] labels) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.labels = labels;
  }

  /** Returns the first {@code count} images; all of them if there are fewer. */
  public ImageSet first(int count) {
    return select(IntStream.range(0, Math.min(count, size())).toArray());
  }

  /** Returns a copy of the images with these indices, in this order. */
  ImageSet select(int[] images) {
    return new ImageSet(
        channels,
        height,
        width,
        pixels.select(images, valuesPerImage()),
        Arrays.stream(images).map(image -> labels[image]).toArray());
  }

  /** Returns the number of images. */
  public int size() {
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

  /** Returns channels × height × width. */
  public int valuesPerImage() {
    return channels * height * width;
  }

  /** Returns the class of an image, from 0. */
  public int label(int image) {
    return labels[image];
  }

  /** Returns the class of each image; not a copy. */
  int[] labels() {
    return labels;
  }

  /**
   * Copies an image as [channel, y, x], scaled to 0…1, into {@code out}, starting at {@code
   * offset}.
   */
  public void copyTo(int image, float[] out, int offset) {
    pixels.copy(image * valuesPerImage(), out, offset, valuesPerImage());
  }

  /**
   * Returns the index of the first image of each class, in the order of the classes; −1 if there is
   * none.
   */
  public int[] firstOfEachClass() {
    int[] first = new int[classes()];
    Arrays.fill(first, -1);
    for (int image = size() - 1; image >= 0; image--) {
      first[label(image)] = image;
    }
    return first;
  }

  /** Returns the largest label plus one. */
  int classes() {
    return Arrays.stream(labels).max().orElse(-1) + 1;
  }
}
