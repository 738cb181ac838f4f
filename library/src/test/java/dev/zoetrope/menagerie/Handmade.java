package dev.zoetrope.menagerie;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A block whose forward pass is a function that calls the children, as handwritten blocks do. It
 * initializes its children by running once on ones.
 */
class Handmade extends AbstractBlock {

  /** A forward pass. */
  interface Forward {
    NDList run(Pass pass, NDList inputs);
  }

  /** The context of a forward pass. */
  static final class Pass {
    private final Handmade block;
    private final ParameterStore store;
    private final boolean training;

    private Pass(Handmade block, ParameterStore store, boolean training) {
      this.block = block;
      this.store = store;
      this.training = training;
    }

    boolean training() {
      return training;
    }

    Block part(int child) {
      return block.parts[child];
    }

    NDArray call(int child, NDArray... inputs) {
      return call(block.parts[child], inputs);
    }

    NDArray call(Block called, NDArray... inputs) {
      return list(called, inputs).head();
    }

    NDList list(int child, NDArray... inputs) {
      return list(block.parts[child], inputs);
    }

    NDList list(Block called, NDArray... inputs) {
      return called.forward(store, new NDList(inputs), training);
    }

    /** Returns a parameter of this block itself. */
    NDArray parameter(String name) {
      return value(block.getDirectParameters().get(name));
    }

    NDArray value(Parameter parameter) {
      return store.getValue(parameter, store.getManager().getDevice(), training);
    }
  }

  private final Forward forward;
  final Block[] parts;

  Handmade(Forward forward, Block... parts) {
    this.forward = forward;
    this.parts = parts;
    for (Block part : parts) {
      addChildBlock(part.getClass().getSimpleName(), part);
    }
  }

  /** Adds a parameter of this shape. */
  Handmade with(String name, Shape shape) {
    addParameter(
        Parameter.builder().setName(name).setType(Parameter.Type.WEIGHT).optShape(shape).build());
    return this;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> arguments) {
    return forward.run(new Pass(this, store, training), inputs);
  }

  @Override
  protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
    for (Parameter parameter : getDirectParameters().values()) {
      if (!parameter.isInitialized()) {
        parameter.initialize(manager, type);
      }
    }
    try (NDManager scope = manager.newSubManager()) {
      forward.run(new Pass(this, new ParameterStore(manager, false), true), ones(scope, shapes));
    }
  }

  private static NDList ones(NDManager manager, Shape... shapes) {
    NDList ones = new NDList();
    for (Shape shape : shapes) {
      ones.add(manager.ones(shape));
    }
    return ones;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] shapes) {
    try (NDManager scope = NDManager.newBaseManager("PyTorch")) {
      ParameterStore store = new ParameterStore(scope, false);
      return forward.run(new Pass(this, store, false), ones(scope, shapes)).getShapes();
    }
  }
}
