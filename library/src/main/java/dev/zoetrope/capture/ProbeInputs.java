package dev.zoetrope.capture;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.Trainer;
import dev.zoetrope.pass.PassInputs;
import dev.zoetrope.recording.Probes;
import dev.zoetrope.replay.Development;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The probes as inputs of a network: arrays of any data type, each with the probes along its first
 * axis, and labels for networks that need them. Kept on the Java heap, since engine and device are
 * unknown before training begins.
 */
final class ProbeInputs {

  /** One array, as the engine's bytes. */
  private static final class Stored {
    private final byte[] bytes;
    private final Shape shape;
    private final DataType type;

    private Stored(byte[] bytes, Shape shape, DataType type) {
      this.bytes = bytes;
      this.shape = shape;
      this.type = type;
    }

    static Stored of(NDArray array) {
      ByteBuffer buffer = array.toByteBuffer();
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      return new Stored(bytes, array.getShape(), array.getDataType());
    }

    NDArray create(NDManager manager) {
      ByteBuffer direct = manager.allocateDirect(bytes.length);
      direct.put(bytes).rewind();
      return manager.create(direct, shape, type);
    }
  }

  private final List<Stored> arrays;
  private final List<Stored> labels;
  private final Function<NDArray, NDList> transform;
  private final Probes probes;

  private ProbeInputs(
      List<Stored> arrays,
      List<Stored> labels,
      Function<NDArray, NDList> transform,
      Probes probes) {
    this.arrays = arrays;
    this.labels = labels;
    this.transform = transform;
    this.probes = probes;
  }

  /** Makes inputs from probes, as float32. */
  static ProbeInputs of(Probes probes) {
    ByteBuffer bytes =
        ByteBuffer.allocate(probes.input().length * Float.BYTES).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(probes.input());
    long[] shape = new long[probes.shape().size() + 1];
    shape[0] = probes.count();
    for (int i = 1; i < shape.length; i++) {
      shape[i] = probes.shape().get(i - 1);
    }
    Stored stored = new Stored(bytes.array(), new Shape(shape), DataType.FLOAT32);
    return new ProbeInputs(List.of(stored), List.of(), null, probes);
  }

  /**
   * Makes inputs from arrays of any data type, [probe, …shape of one input].
   *
   * @throws IllegalArgumentException if there are none, or their first axes differ in length
   */
  static ProbeInputs of(NDList inputs) {
    if (inputs.isEmpty() || inputs.head().getShape().dimension() == 0) {
      throw new IllegalArgumentException(
          "probes must be arrays with the probes along the first axis");
    }
    long count = inputs.head().getShape().get(0);
    for (NDArray array : inputs) {
      if (array.getShape().dimension() == 0 || array.getShape().get(0) != count || count == 0) {
        throw new IllegalArgumentException(
            "probes have shapes %s: each array needs the probes along its first axis, and the same number of them"
                .formatted(Arrays.toString(inputs.getShapes())));
      }
    }
    long[] unknown = new long[Math.toIntExact(count)];
    Arrays.fill(unknown, -1);
    return new ProbeInputs(
        inputs.stream().map(Stored::of).toList(), List.of(), null, shown(inputs.head(), unknown));
  }

  private static Probes shown(NDArray first, long[] labels) {
    List<Integer> shape = new ArrayList<>();
    for (int axis = 1; axis < first.getShape().dimension(); axis++) {
      shape.add(Math.toIntExact(first.getShape().get(axis)));
    }
    if (shape.isEmpty()) {
      shape.add(1); // one number per probe
    }
    DataType type = first.getDataType();
    try (NDManager scope = first.getManager().newSubManager()) {
      if (type.isInteger() || type.isBoolean()) {
        NDArray longs = first.toType(DataType.INT64, true);
        longs.attach(scope);
        double[] values = Arrays.stream(longs.toLongArray()).asDoubleStream().toArray();
        return new Probes(shape, Probes.Type.INT64, values, labels);
      }
      NDArray doubles = first.toType(DataType.FLOAT64, true);
      doubles.attach(scope);
      Probes.Type stored = type == DataType.FLOAT64 ? Probes.Type.FLOAT64 : Probes.Type.FLOAT32;
      return new Probes(shape, stored, doubles.toDoubleArray(), labels);
    }
  }

  ProbeInputs withTransform(Function<NDArray, NDList> ofFirst) {
    return new ProbeInputs(arrays, labels, ofFirst, probes);
  }

  /**
   * Adds labels to feed to the network.
   *
   * @throws IllegalArgumentException if the number of labels is not that of the probes
   */
  ProbeInputs withLabels(NDList given) {
    for (NDArray array : given) {
      if (array.getShape().dimension() == 0 || array.getShape().get(0) != probes.count()) {
        throw new IllegalArgumentException(
            "labels have shape %s, but there are %s probes"
                .formatted(array.getShape(), probes.count()));
      }
    }
    return new ProbeInputs(arrays, given.stream().map(Stored::of).toList(), transform, probes);
  }

  /** Adds the class of each probe. */
  ProbeInputs withClasses(long[] classes) {
    Probes classified = new Probes(probes.shape(), probes.type(), probes.exactInput(), classes);
    return new ProbeInputs(arrays, labels, transform, classified);
  }

  /** Prepares to compute what a trainer's network would have shown for these probes. */
  Development development(Path recording, Trainer trainer) {
    NDManager manager = trainer.getManager();
    Development development =
        Development.of(recording, () -> trainer.getModel().getBlock())
            .data(new NDList(arrays.stream().map(array -> array.create(manager)).toList()))
            .labels(new NDList(labels.stream().map(array -> array.create(manager)).toList()));
    return transform == null ? development : development.inputs(transform);
  }

  /** Returns the probes as a recording stores them: the first array, and the classes. */
  Probes shown() {
    return probes;
  }

  int count() {
    return probes.count();
  }

  /** Copies everything to a manager's device. Closing the result closes the manager. */
  PassInputs to(NDManager own) {
    NDList data = new NDList(arrays.stream().map(array -> array.create(own)).toList());
    NDList given = new NDList(labels.stream().map(array -> array.create(own)).toList());
    return new PassInputs(own, data, given, transform);
  }
}
