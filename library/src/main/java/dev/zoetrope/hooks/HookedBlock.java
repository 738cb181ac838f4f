package dev.zoetrope.hooks;

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
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Replaces a block, delegates every call to it, and notifies observers of its forward passes. One
 * instance serves any number of observers, added and removed in any order: the first puts it in the
 * block's place, the last takes it out again, by one write to each reference.
 */
final class HookedBlock implements Block {

  /** Guards the references of all networks; attaching and detaching are rare and quick. */
  static final Object LOCK = new Object();

  /**
   * An observer and the path it is given. Not a record, since two equal hooks must stay distinct.
   */
  static final class Hook {
    private final String path;
    private final ForwardObserver observer;
    private final BooleanSupplier evaluating;

    /** Makes a hook; see {@link HookSite#attach(ForwardObserver, BooleanSupplier)}. */
    Hook(String path, ForwardObserver observer, BooleanSupplier evaluating) {
      this.path = path;
      this.observer = observer;
      this.evaluating = evaluating;
    }

    String path() {
      return path;
    }
  }

  private final Block target;
  private final List<Slot> slots;
  private final Map<Class<?>, Block> dresses = new HashMap<>();
  private volatile Hook[] hooks = {};

  /**
   * Makes a hooked block for these references, all of which a hook must fit: see {@link HookSite}.
   */
  HookedBlock(Block target, List<Slot> slots) {
    this.target = target;
    this.slots = slots;
  }

  /** Returns the block behind a hook, or the block itself if there is no hook. */
  static Block unwrap(Block block) {
    return StandIn.undress(block) instanceof HookedBlock hooked ? hooked.target : block;
  }

  /** Returns whether a hook on the block can be stored where this type is expected. */
  static boolean canDress(Block block, Class<?> type) {
    return type.isAssignableFrom(HookedBlock.class) || StandIn.superclass(type, block) != null;
  }

  Block target() {
    return target;
  }

  void add(Hook hook) {
    synchronized (LOCK) {
      Hook[] before = hooks;
      Hook[] more = Arrays.copyOf(before, before.length + 1);
      more[before.length] = hook;
      hooks = more;
      if (more.length == 1) {
        try {
          takePlace();
        } catch (RuntimeException | Error e) {
          hooks = before;
          leavePlace();
          throw e;
        }
      }
    }
  }

  /** Removes a hook; removing the last one restores the block. */
  void remove(Hook hook) {
    synchronized (LOCK) {
      hooks = Arrays.stream(hooks).filter(other -> other != hook).toArray(Hook[]::new);
      if (hooks.length == 0) {
        leavePlace();
      }
    }
  }

  private void takePlace() {
    for (Slot slot : slots) {
      // If another block was put here meanwhile, leave it.
      if (slot.get() == target) {
        Block dressed = dressed(slot.type());
        VarHandle.releaseFence(); // other threads must see it fully built
        slot.set(dressed);
      }
    }
  }

  private void leavePlace() {
    for (Slot slot : slots) {
      Block current = slot.get();
      if (current != null && StandIn.undress(current) == this) {
        slot.set(target);
      }
    }
  }

  /** Returns a stand-in of the block's type if possible, since the parent may rely on the type. */
  private Block dressed(Class<?> reference) {
    Class<?> type = StandIn.superclass(reference, target);
    if (type == null) {
      return this;
    }
    Block standIn = dresses.computeIfAbsent(type, t -> StandIn.create(t, this));
    StandIn.bringUpToDate(standIn, type, target);
    return standIn;
  }

  private boolean isTraining(boolean training) {
    if (training) {
      for (Hook hook : hooks) {
        if (hook.evaluating.getAsBoolean()) {
          return false;
        }
      }
    }
    return training;
  }

  private NDList observed(NDList inputs, NDList outputs) {
    for (Hook hook : hooks) {
      hook.observer.onForward(hook.path, inputs, outputs);
    }
    return outputs;
  }

  @Override
  public NDList forward(ParameterStore parameters, NDList inputs, boolean training) {
    return observed(inputs, target.forward(parameters, inputs, isTraining(training)));
  }

  @Override
  public NDList forward(
      ParameterStore parameters,
      NDList inputs,
      boolean training,
      PairList<String, Object> arguments) {
    return observed(inputs, target.forward(parameters, inputs, isTraining(training), arguments));
  }

  @Override
  public NDList forward(
      ParameterStore parameters, NDList data, NDList labels, PairList<String, Object> arguments) {
    return observed(
        data,
        isTraining(true)
            ? target.forward(parameters, data, labels, arguments)
            : target.forward(parameters, data, false, arguments));
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
