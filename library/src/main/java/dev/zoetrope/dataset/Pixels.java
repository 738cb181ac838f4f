package dev.zoetrope.dataset;

import java.nio.ByteBuffer;
import java.util.Locale;

/**
 * The values of images, one after the other, with their scaling to 0…1. The bytes are shared, not
 * copied.
 */
final class Pixels {

  private static final double LARGEST_BYTE = 255;

  private final IdxHeader.Type type;
  private final byte[] bytes;
  private final ByteBuffer values;
  private final double low;
  private final double high;

  /** The scaled value of each byte, if values are bytes. */
  private final float[] scaled = new float[256];

  private Pixels(IdxHeader.Type type, byte[] bytes, double low, double high) {
    this.type = type;
    this.bytes = bytes;
    this.values = ByteBuffer.wrap(bytes);
    this.low = low;
    this.high = high;
    for (int value = 0; value < scaled.length; value++) {
      scaled[value] = scale(value);
    }
  }

  /** Returns pixels that scale values 0…255 to 0…1. */
  static Pixels ofBytes(byte[] bytes) {
    return new Pixels(IdxHeader.Type.UNSIGNED_BYTE, bytes, 0, LARGEST_BYTE);
  }

  /** Returns pixels that scale values from this range to 0…1. */
  static Pixels of(Idx idx, Range range) {
    return new Pixels(idx.header().type(), idx.bytes(), range.low(), range.high());
  }

  /**
   * The values to scale to 0 and 1.
   *
   * @param low becomes 0
   * @param high becomes 1
   */
  record Range(double low, double high) {

    /**
     * Returns the range for all these images: 0…1 if all values lie within it, otherwise 0…255 if
     * all lie within that, otherwise from the smallest to the largest value.
     *
     * @throws DatasetException if a value is not finite
     */
    static Range suiting(Iterable<Idx> images) throws DatasetException {
      double min = Double.POSITIVE_INFINITY;
      double max = Double.NEGATIVE_INFINITY;
      for (Idx idx : images) {
        int size = idx.header().size();
        for (int i = 0; i < size; i++) {
          double value = idx.get(i);
          if (!Double.isFinite(value)) {
            throw new DatasetException(
                "%s: value %s of image %s is %s"
                    .formatted(
                        idx.name(),
                        i % (size / idx.shape().get(0)),
                        i / (size / idx.shape().get(0)),
                        value));
          }
          min = Math.min(min, value);
          max = Math.max(max, value);
        }
      }
      if (min >= 0 && max <= 1) {
        return new Range(0, 1);
      }
      return min >= 0 && max <= LARGEST_BYTE
          ? new Range(0, LARGEST_BYTE)
          : new Range(min, Math.max(max, Math.nextUp(min)));
    }

    /** Returns whether this is the usual range, 0…255 for bytes. */
    boolean isUsualFor(Idx images) {
      return images.header().type() == IdxHeader.Type.UNSIGNED_BYTE && high == LARGEST_BYTE;
    }

    /** Describes the scaling, as in “values 0…255 become 0…1”. */
    String describe() {
      if (low == 0 && high == 1) {
        return "values are 0…1 already";
      }
      return low == 0 && high == LARGEST_BYTE
          ? "values 0…255 become 0…1"
          : String.format(Locale.ROOT, "values %.6g…%.6g become 0…1", low, high);
    }
  }

  private float scale(double value) {
    // In single precision if low is 0, so that bytes give the same values as ever.
    return low == 0 ? (float) value / (float) high : (float) ((value - low) / (high - low));
  }

  /** Copies values, scaled to 0…1. */
  void copy(int from, float[] out, int offset, int count) {
    if (type == IdxHeader.Type.UNSIGNED_BYTE) {
      for (int i = 0; i < count; i++) {
        out[offset + i] = scaled[bytes[from + i] & 0xff];
      }
      return;
    }
    for (int i = 0; i < count; i++) {
      out[offset + i] = scale(type.get(values, from + i));
    }
  }

  /** Returns a copy of the values of these images, in this order. */
  Pixels select(int[] images, int valuesPerImage) {
    int length = valuesPerImage * type.bytes();
    byte[] selected = new byte[images.length * length];
    for (int i = 0; i < images.length; i++) {
      System.arraycopy(bytes, images[i] * length, selected, i * length, length);
    }
    return new Pixels(type, selected, low, high);
  }
}
