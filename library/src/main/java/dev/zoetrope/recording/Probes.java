package dev.zoetrope.recording;

import dev.zoetrope.zarr.DataType;
import dev.zoetrope.zarr.ZarrFormatException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The inputs that are fed through the network after each step. Immutable: arrays are copied in and
 * out.
 *
 * <pre>{@code
 * float[] pixels = new float[2 * 28 * 28];
 * Probes probes = new Probes(List.of(1, 28, 28), pixels, new long[] {7, -1});
 * }</pre>
 */
public final class Probes {

  /** The type in which the values of probes are stored. */
  public enum Type {
    /** Pixels and other numbers. */
    FLOAT32(DataType.FLOAT32),
    /** Numbers in double precision. */
    FLOAT64(DataType.FLOAT64),
    /** Whole numbers up to 2⁵³, such as token ids. */
    INT64(DataType.INT64);

    private final DataType dataType;

    Type(DataType dataType) {
      this.dataType = dataType;
    }

    DataType dataType() {
      return dataType;
    }

    static Type of(String array, DataType stored) throws ZarrFormatException {
      for (Type type : values()) {
        if (type.dataType == stored) {
          return type;
        }
      }
      throw new ZarrFormatException(array, "\"data_type\" must be float32, float64 or int64");
    }

    void read(ByteBuffer in, double[] values) {
      for (int i = 0; i < values.length; i++) {
        values[i] =
            switch (this) {
              case FLOAT32 -> in.getFloat();
              case FLOAT64 -> in.getDouble();
              case INT64 -> in.getLong();
            };
      }
    }

    private void write(double value, ByteBuffer out) {
      switch (this) {
        case FLOAT32 -> out.putFloat((float) value);
        case FLOAT64 -> out.putDouble(value);
        case INT64 -> out.putLong((long) value);
      }
    }
  }

  private final List<Integer> shape;
  private final Type type;
  private final double[] input;
  private final long[] labels;

  /**
   * Makes probes with float32 values.
   *
   * @param shape the shape of one input: [channel, y, x] for images
   * @param input all inputs as the network sees them, [probe, …shape] in row-major order
   * @param labels the class of each probe; −1 where it is not known
   */
  public Probes(List<Integer> shape, float[] input, long[] labels) {
    this(shape, Type.FLOAT32, doubles(input), labels);
  }

  /**
   * Makes probes.
   *
   * @param shape the shape of one input: [channel, y, x] for images, [token] for token ids
   * @param type the type of the values
   * @param input all inputs as the network sees them, [probe, …shape] in row-major order
   * @param labels the class of each probe; −1 where it is not known
   */
  public Probes(List<Integer> shape, Type type, double[] input, long[] labels) {
    this.shape = List.copyOf(shape);
    this.type = type;
    this.input = input.clone();
    this.labels = labels.clone();
    int values = this.shape.stream().reduce(1, Math::multiplyExact);
    if (labels.length == 0 || values <= 0 || input.length != values * labels.length) {
      throw new IllegalArgumentException(
          input.length + " values for " + labels.length + " probes of shape " + shape);
    }
  }

  private static double[] doubles(float[] values) {
    double[] exact = new double[values.length];
    for (int i = 0; i < exact.length; i++) {
      exact[i] = values[i];
    }
    return exact;
  }

  /** Returns the number of probes. */
  public int count() {
    return labels.length;
  }

  /** Returns the shape of one input: [channel, y, x] for images. */
  public List<Integer> shape() {
    return shape;
  }

  /** Returns the type of the values. */
  public Type type() {
    return type;
  }

  /**
   * Returns a copy of all inputs, [probe, …shape] in row-major order, rounded to float32 if they
   * are of another type.
   */
  public float[] input() {
    float[] rounded = new float[input.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = (float) input[i];
    }
    return rounded;
  }

  /** Returns an exact copy of all inputs, [probe, …shape] in row-major order. */
  public double[] exactInput() {
    return input.clone();
  }

  /** Returns a copy of the class of each probe; −1 if unknown. */
  public long[] labels() {
    return labels.clone();
  }

  /** Writes one probe in its stored form. */
  void write(int probe, ByteBuffer out) {
    int length = input.length / count();
    for (int i = probe * length; i < (probe + 1) * length; i++) {
      type.write(input[i], out);
    }
  }
}
