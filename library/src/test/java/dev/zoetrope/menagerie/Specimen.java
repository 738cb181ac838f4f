package dev.zoetrope.menagerie;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * A network to record.
 *
 * @param family the family of networks it belongs to
 * @param name its unique name
 * @param network creates a new instance
 * @param inputs the shape of one sample of each input
 * @param withLabels whether it needs labels, which are then its first input
 * @param draws whether it draws random numbers in evaluation, or keeps a state between passes
 */
record Specimen(
    String family,
    String name,
    Supplier<Block> network,
    List<Shape> inputs,
    boolean withLabels,
    boolean draws) {

  static Specimen of(String family, String name, Supplier<Block> network, Shape... inputs) {
    return new Specimen(family, name, network, List.of(inputs), false, false);
  }

  Specimen drawing() {
    return new Specimen(family, name, network, inputs, withLabels, true);
  }

  Specimen labelled() {
    return new Specimen(family, name, network, inputs, true, draws);
  }

  Shape[] shapes(int count) {
    return inputs.stream().map(shape -> new Shape(count).addAll(shape)).toArray(Shape[]::new);
  }

  /** Returns whole numbers from 0 to 9, which can be token ids as well as pixels. */
  NDList data(NDManager manager, int count, int phase) {
    NDList data = new NDList();
    for (Shape shape : shapes(count)) {
      float[] values = new float[(int) shape.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.round(4.5 + 4.5 * Math.sin(i * 0.37 + i * 0.013 + phase + data.size()));
      }
      NDArray array = manager.create(values, shape);
      data.add(array);
    }
    return data;
  }

  @Override
  public String toString() {
    return name + " " + Arrays.toString(shapes(1));
  }
}
