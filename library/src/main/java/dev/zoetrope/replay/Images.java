package dev.zoetrope.replay;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.zoetrope.pass.PassInputs;
import dev.zoetrope.recording.Probes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Images, or other inputs, on the network's device. */
final class Images implements AutoCloseable {

  private final NDManager manager;
  private final NDList arrays;
  private final Function<NDArray, NDList> transform;

  private Images(NDManager manager, NDList arrays, Function<NDArray, NDList> transform) {
    this.manager = manager;
    this.arrays = arrays;
    this.transform = transform;
  }

  /**
   * Copies probes to a manager's device. Closing the result closes the manager.
   *
   * @param transform makes the network's inputs from the array; null if it is the input
   */
  static Images of(Probes probes, Function<NDArray, NDList> transform, NDManager own) {
    return new Images(own, new NDList(array(probes, own)), transform);
  }

  /** Copies probes to a manager's device. */
  static NDArray array(Probes probes, NDManager own) {
    Shape shape =
        new Shape(probes.count())
            .addAll(new Shape(probes.shape().stream().mapToLong(length -> length).toArray()));
    double[] exact = probes.exactInput();
    return switch (probes.type()) {
      case FLOAT32 -> own.create(probes.input(), shape);
      case FLOAT64 -> own.create(exact, shape);
      case INT64 ->
          own.create(Arrays.stream(exact).mapToLong(value -> (long) value).toArray(), shape);
    };
  }

  /**
   * Uses arrays on the manager's device, and copies others to it. Closing the result closes the
   * manager, but not the arrays.
   *
   * @throws IllegalArgumentException if there are none, or their first axes differ in length
   */
  static Images of(NDList given, Function<NDArray, NDList> transform, NDManager own) {
    NDList here = new NDList();
    for (NDArray array : given) {
      NDArray moved = array.toDevice(own.getDevice(), false);
      if (moved != array) {
        moved.attach(own);
      }
      here.add(moved);
    }
    boolean same =
        here.stream()
            .map(NDArray::getShape)
            .allMatch(shape -> shape.dimension() > 0 && shape.get(0) == here.get(0).size(0));
    if (here.isEmpty() || !same || here.get(0).size(0) == 0) {
      throw new IllegalArgumentException(
          "images have shapes %s: each array needs the images along its first axis, and the same number of them"
              .formatted(Arrays.toString(here.getShapes())));
    }
    return new Images(own, here, transform);
  }

  int count() {
    return Math.toIntExact(arrays.head().getShape().get(0));
  }

  /** Returns the images in batches of at most this size, which are closed with this object. */
  List<PassInputs> batches(int size) {
    List<PassInputs> batches = new ArrayList<>();
    for (int from = 0; from < count(); from += size) {
      batches.add(batch(from, Math.min(count(), from + size)));
    }
    return batches;
  }

  private PassInputs batch(int from, int to) {
    NDManager own = manager.newSubManager();
    NDList some = new NDList();
    for (NDArray array : arrays) {
      NDArray view = array.get(from + ":" + to);
      view.attach(own);
      some.add(view);
    }
    return new PassInputs(own, some, new NDList(), transform);
  }

  /** Describes the kind of images: equal texts stand for equal shapes and types. */
  String kind() {
    StringBuilder kind = new StringBuilder();
    for (NDArray array : arrays) {
      kind.append(array.getShape().slice(1)).append(array.getDataType());
    }
    return kind.toString();
  }

  @Override
  public void close() {
    manager.close();
  }
}
