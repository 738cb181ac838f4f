package dev.zoetrope.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The inputs of a network on its device: arrays with the probes along their first axis, and labels
 * for networks that need them. Closing frees the arrays.
 */
public final class PassInputs implements AutoCloseable {

  private final NDManager manager;
  private final NDList data;
  private final NDList labels;
  private final Function<NDArray, NDList> transform;

  /**
   * Takes over a manager and the arrays in it.
   *
   * @param data one array per input, [probe, …shape of one input]; at least one
   * @param labels one array per label input, [probe, …]; empty for networks that need none
   * @param transform makes the network's inputs from the first array; null if the arrays are the
   *     inputs
   */
  public PassInputs(
      NDManager manager, NDList data, NDList labels, Function<NDArray, NDList> transform) {
    this.manager = manager;
    this.data = data;
    this.labels = labels;
    this.transform = transform;
  }

  /** Returns the number of probes. */
  public int count() {
    return Math.toIntExact(data.head().getShape().get(0));
  }

  boolean haveLabels() {
    return !labels.isEmpty();
  }

  /** Returns the shapes of the arrays as text. */
  String shapes() {
    return Arrays.stream(data.getShapes()).map(Object::toString).collect(Collectors.joining(", "));
  }

  /** Returns the inputs for a pass, with one extra probe if wanted; freed when the pass ends. */
  public NDList data(NDManager pass, boolean oneMore) {
    NDList inputs = copy(data, pass, oneMore);
    return transform == null ? inputs : transform.apply(inputs.head());
  }

  /** Returns the labels for a pass. */
  NDList labels(NDManager pass, boolean oneMore) {
    return copy(labels, pass, oneMore);
  }

  /**
   * Copies the arrays, since networks may change their inputs; with one more, the first probe is
   * repeated at the end.
   */
  private static NDList copy(NDList arrays, NDManager pass, boolean oneMore) {
    NDList copies = new NDList();
    for (NDArray array : arrays) {
      NDArray copy = oneMore ? withFirstAgain(array) : array.duplicate();
      copy.attach(pass);
      copies.add(copy);
    }
    return copies;
  }

  private static NDArray withFirstAgain(NDArray array) {
    try (NDArray first = array.get("0:1")) {
      return array.concat(first, 0);
    }
  }

  @Override
  public void close() {
    manager.close();
  }
}
