package dev.zoetrope.dataset;

import java.util.List;

/**
 * How the axes of IDX images are interpreted.
 *
 * @param channels 1 for grey, 3 for red, green and blue
 * @param height rows, after transposing
 * @param width columns, after transposing
 * @param channelsLast whether the file's order is [image, y, x, channel]
 * @param transposed whether rows and columns are swapped
 */
record IdxLayout(int channels, int height, int width, boolean channelsLast, boolean transposed) {

  /** The most channels: a longer last axis is columns. */
  private static final int MOST_CHANNELS = 4;

  /**
   * Identifies the axes by their lengths. If both the first and the last could be the channels, it
   * is the first.
   *
   * @throws DatasetException unless there are three or four axes
   */
  static IdxLayout of(Idx images, boolean transposed) throws DatasetException {
    List<Integer> shape = images.shape();
    if (shape.size() < 3) {
      throw new DatasetException(
          "%s holds no images: it has %s axes, expected [image, y, x], [image, channel, y, x] or [image, y, x, channel]"
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

  /** Reorders the values of a file to [image, channel, y, x], in place. */
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

  /** Returns where in the file's image each value of [channel, y, x] is. */
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
