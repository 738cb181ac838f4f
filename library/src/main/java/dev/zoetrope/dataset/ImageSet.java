package dev.zoetrope.dataset;

import java.util.Arrays;

/** Labelled images of one size. The pixels are shared, not copied: treat them as read-only. */
public final class ImageSet {

  private static final float[] SCALED = new float[256];

  static {
    for (int pixel = 0; pixel < SCALED.length; pixel++) {
      SCALED[pixel] = pixel / 255f;
    }
  }

  private final int channels;
  private final int height;
  private final int width;
  private final byte[] pixels;
  private final byte[] labels;

  private ImageSet(int channels, int height, int width, byte[] pixels, byte[] labels) {
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = pixels;
    this.labels = labels;
  }

  /**
   * Joins images and labels.
   *
   * @param images [image, y, x] or [image, channel, y, x]
   * @param labels [image]
   */
  static ImageSet of(String imagesName, Idx images, String labelsName, Idx labels)
      throws DatasetException {
    int[] shape = images.shape();
    if (shape.length < 3) {
      throw new DatasetException(
          "%s holds no images: %d axes, where [image, y, x] or [image, channel, y, x] is expected"
              .formatted(imagesName, shape.length));
    }
    if (labels.shape().length != 1) {
      throw new DatasetException(labelsName + " holds no labels: more than one axis");
    }
    if (labels.shape()[0] != shape[0]) {
      throw new DatasetException(
          "%s has %d images but %s has %d labels"
              .formatted(imagesName, shape[0], labelsName, labels.shape()[0]));
    }
    int channels = shape.length == 4 ? shape[1] : 1;
    return new ImageSet(
        channels,
        shape[shape.length - 2],
        shape[shape.length - 1],
        images.values(),
        labels.values());
  }

  /** Returns the first {@code count} images; all of them if there are fewer. */
  public ImageSet first(int count) {
    int kept = Math.min(count, size());
    return new ImageSet(
        channels,
        height,
        width,
        Arrays.copyOf(pixels, kept * valuesPerImage()),
        Arrays.copyOf(labels, kept));
  }

  /** Returns the number of images. */
  public int size() {
    return labels.length;
  }

  /** Returns channels of each image: 1 for grey. */
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
    return labels[image] & 0xff;
  }

  /** Writes an image as [channel, y, x], scaled to 0…1, into {@code out} from {@code offset} on. */
  public void copyTo(int image, float[] out, int offset) {
    int values = valuesPerImage();
    int from = image * values;
    for (int i = 0; i < values; i++) {
      out[offset + i] = SCALED[pixels[from + i] & 0xff];
    }
  }

  /** Returns the index of the first image of each class, in the order of classes; −1 for none. */
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
    int largest = 0;
    for (byte label : labels) {
      largest = Math.max(largest, label & 0xff);
    }
    return largest + 1;
  }
}
