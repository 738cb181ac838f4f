package dev.zoetrope.capture;

import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;

/** Stands in a block's place, passes everything on to it, and tells of its forward passes. */
final class HookedBlock implements Block {

  private final String path;
  private final ForwardObserver observer;
  private Block target;

  HookedBlock(String path, ForwardObserver observer, Block target) {
    this.path = path;
    this.observer = observer;
    this.target = target;
  }

  /** Returns the block behind any number of hooks. */
  static Block unwrap(Block block) {
    Block real = block;
    while (real instanceof HookedBlock hooked) {
      real = hooked.target;
    }
    return real;
  }

  Block target() {
    return target;
  }

  void target(Block replacement) {
    target = replacement;
  }

  private NDList observed(NDList inputs, NDList outputs) {
    observer.onForward(path, inputs, outputs);
    return outputs;
  }

  @Override
  public NDList forward(ParameterStore parameters, NDList inputs, boolean training) {
    return observed(inputs, target.forward(parameters, inputs, training));
  }

  @Override
  public NDList forward(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      PairList<String, Object> arguments) {
    return observed(inputs, target.forward(parameters, inputs, training, arguments));
  }

  @Override
  public NDList forward(
      ParameterStore parameters, NDList data, NDList labels, PairList<String, Object> arguments) {
    return observed(data, target.forward(parameters, data, labels, arguments));
  }

  @Override
  public void setInitializer(Initializer initializer, Parameter.Type type) {
    target.setInitializer(initializer, type);
  }

  @Override
  public void setInitializer(Initializer initializer, String parameterName) {
    target.setInitializer(initializer, parameterName);
  }

  @Override
  public void setInitializer(Initializer initializer, Predicate<Parameter> predicate) {
    target.setInitializer(initializer, predicate);
  }

  @Override
  public void initialize(NDManager manager, DataType dataType, Shape... inputShapes) {
    target.initialize(manager, dataType, inputShapes);
  }

  @Override
  public boolean isInitialized() {
    return target.isInitialized();
  }

  @Override
  public void cast(DataType dataType) {
    target.cast(dataType);
  }

  @Override
  public void clear() {
    target.clear();
  }

  @Override
  public PairList<String, Shape> describeInput() {
    return target.describeInput();
  }

  @Override
  public BlockList getChildren() {
    return target.getChildren();
  }

  @Override
  public ParameterList getDirectParameters() {
    return target.getDirectParameters();
  }

  @Override
  public ParameterList getParameters() {
    return target.getParameters();
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    return target.getOutputShapes(inputShapes);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes, DataType[] inputDataTypes) {
    return target.getOutputShapes(inputShapes, inputDataTypes);
  }

  @Override
  public Shape[] getInputShapes() {
    return target.getInputShapes();
  }

  @Override
  public DataType[] getOutputDataTypes() {
    return target.getOutputDataTypes();
  }

  @Override
  public void saveParameters(DataOutputStream out) throws IOException {
    target.saveParameters(out);
  }

  @Override
  public void loadParameters(NDManager manager, DataInputStream in)
      throws IOException, MalformedModelException {
    target.loadParameters(manager, in);
  }

  @Override
  public void freezeParameters(boolean freeze) {
    target.freezeParameters(freeze);
  }

  @Override
  public void freezeParameters(boolean freeze, Predicate<Parameter> predicate) {
    target.freezeParameters(freeze, predicate);
  }

  @Override
  public Map<String, String> getCustomMetadata() {
    return target.getCustomMetadata();
  }

  @Override
  public String toString() {
    return target.toString();
  }
}
