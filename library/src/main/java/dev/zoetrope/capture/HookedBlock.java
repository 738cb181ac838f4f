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
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Takes a block's place, passes everything on to it, and tells observers of its forward passes. One
 * serves any number of observers, so they come and go in any order.
 */
final class HookedBlock implements Block {

  /** Who is told, and under which path. No record: equal hooks are still two. */
  static final class Hook {
    private final String path;
    private final ForwardObserver observer;

    Hook(String path, ForwardObserver observer) {
      this.path = path;
      this.observer = observer;
    }

    String path() {
      return path;
    }
  }

  private final Block target;
  private final List<Slot> slots;
  private Hook[] hooks = {};

  private HookedBlock(Block target, List<Slot> slots) {
    this.target = target;
    this.slots = slots;
  }

  /**
   * Takes the block's place in these references, which must be fit for it: see {@link HookSite}.
   */
  static HookedBlock install(Block target, List<Slot> slots) {
    List<Slot> taken = slots.stream().filter(slot -> slot.get() == target).toList();
    HookedBlock hooked = new HookedBlock(target, taken);
    for (Slot slot : taken) {
      slot.set(
          slot.type().isInstance(hooked)
              ? hooked
              : StandIn.create(StandIn.superclass(slot.type(), target), hooked));
    }
    return hooked;
  }

  /** Returns the block behind a hook, or the block itself if there is no hook. */
  static Block unwrap(Block block) {
    return StandIn.undress(block) instanceof HookedBlock hooked ? hooked.target : block;
  }

  Block target() {
    return target;
  }

  void add(Hook hook) {
    hooks = Arrays.copyOf(hooks, hooks.length + 1);
    hooks[hooks.length - 1] = hook;
  }

  /** Removes a hook; with the last one, the block gets its place back. */
  void remove(Hook hook) {
    hooks = Arrays.stream(hooks).filter(other -> other != hook).toArray(Hook[]::new);
    if (hooks.length == 0) {
      for (Slot slot : slots) {
        // Whoever put another block here meanwhile meant it.
        if (slot.get() != null && StandIn.undress(slot.get()) == this) {
          slot.set(target);
        }
      }
    }
  }

  private NDList observed(NDList inputs, NDList outputs) {
    for (Hook hook : hooks) {
      hook.observer.onForward(hook.path, inputs, outputs);
    }
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
