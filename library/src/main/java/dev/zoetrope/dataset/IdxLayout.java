package dev.zoetrope.dataset;

import java.util.List;

/**
 * How the axes of IDX images are read.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param height rows, once the images stand upright
 * @param width columns, once the images stand upright
 * @param channelsLast whether the file has [image, y, x, channel]
 * @param transposed whether rows and columns are exchanged
 */
record IdxLayout(int channels, int height, int width, boolean channelsLast, boolean transposed) {

  /** More values at the end than this are columns, not channels. */
  private static final int MOST_CHANNELS = 4;

  /**
   * Tells the axes of images by their lengths: the channels are first if both could be.
   *
   * @throws DatasetException unless there are three or four axes
   */
  static IdxLayout of(Idx images, boolean transposed) throws DatasetException {
    List<Integer> shape = images.shape();
    if (shape.size() < 3) {
      throw new DatasetException(
          "%s holds no images: %d axes, where [image, y, x], [image, channel, y, x] or [image, y, x, channel] is expected"
              .formatted(images.name(), shape.size()));
    }
    if (shape.size() == 3) {
      return of(1, shape.get(1), shape.get(2), false, transposed);
    }
    boolean last = shape.get(3) <= MOST_CHANNELS && shape.get(1) > MOST_CHANNELS;
    return last
        ? of(shape.get(3), shape.get(1), shape.get(2), true, transposed)
        : of(shape.get(1), shape.get(2), shape.get(3), false, transposed);
  }

  private static IdxLayout of(
      int channels, int rows, int columns, boolean channelsLast, boolean transposed) {
    return transposed
        ? new IdxLayout(channels, columns, rows, channelsLast, true)
        : new IdxLayout(channels, rows, columns, channelsLast, false);
  }

  int valuesPerImage() {
    return channels * height * width;
  }

  /** Brings the values of a file into the order [image, channel, y, x], in place. */
  void arrange(Idx images) {
    if (!transposed && (!channelsLast || channels == 1)) {
      return;
    }
    int[] sources = sources();
    int bytes = images.header().type().bytes();
    byte[] all = images.bytes();
    byte[] image = new byte[sources.length * bytes];
    for (int start = 0; start < all.length; start += image.length) {
      System.arraycopy(all, start, image, 0, image.length);
      for (int to = 0; to < sources.length; to++) {
        System.arraycopy(image, sources[to] * bytes, all, start + to * bytes, bytes);
      }
    }
  }

  /** Where in an image of the file each value of [channel, y, x] stands. */
  private int[] sources() {
    int rows = transposed ? width : height;
    int columns = transposed ? height : width;
    int[] sources = new int[valuesPerImage()];
    int to = 0;
    for (int channel = 0; channel < channels; channel++) {
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int row = transposed ? x : y;
          int column = transposed ? y : x;
          sources[to++] =
              channelsLast
                  ? (row * columns + column) * channels + channel
                  : (channel * rows + row) * columns + column;
        }
      }
    }
    return sources;
  }

  /** Joins arranged values and their classes. */
  ImageSet set(Pixels pixels, int[] labels) {
    return new ImageSet(channels, height, width, pixels, labels);
  }
}
