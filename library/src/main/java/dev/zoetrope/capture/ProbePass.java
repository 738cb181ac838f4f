package dev.zoetrope.capture;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.Trainer;
import dev.zoetrope.hooks.BlockNode;
import dev.zoetrope.hooks.BlockSelector;
import dev.zoetrope.hooks.ForwardObserver;
import dev.zoetrope.hooks.HookHandle;
import dev.zoetrope.hooks.HookSite;
import dev.zoetrope.recording.LeftOut;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToLongFunction;

/**
 * Feeds the probes through a network and shows what the chosen blocks put out. Hooks stand in the
 * network during a pass and at no other time. Native memory of a pass is freed at its end; only the
 * probes themselves stay on the device.
 */
final class ProbePass implements AutoCloseable {

  /** Is shown each output, on the thread of the pass, and must not keep it. */
  interface Sink {

    /**
     * Takes an output.
     *
     * @param path the block's
     * @param name the layer's: the path, for later calls with {@code #2} and so on, for further
     *     outputs with {@code :1} and so on
     * @return whether everything was seen that the pass was made for
     */
    boolean accept(String path, String name, NDArray output);
  }

  /** Ends a pass that has everything it was made for. */
  private static final class Complete extends RuntimeException {
    private static final long serialVersionUID = 1;

    Complete() {
      super("nothing more to capture", null, false, false);
    }
  }

  private static final ForwardObserver NOBODY = (path, inputs, outputs) -> {};

  private final Model model;
  private final Trainer trainer;
  private final BlockSelector selector;
  private final ForwardPass forward;
  private final ProbeInputs.OnDevice inputs;
  private final Map<String, Integer> calls = new HashMap<>();
  private final List<HookSite> observing = new ArrayList<>();
  private final List<HookSite> evaluating = new ArrayList<>();
  private final List<LeftOut> unreachable = new ArrayList<>();
  private final Set<Block> leftAlone = Collections.newSetFromMap(new IdentityHashMap<>());
  private List<BlockNode> nodes = List.of();
  private boolean mayEndEarly;
  private ForwardPass.Mode mode;
  private volatile Thread passing;
  private Sink sink;

  ProbePass(Trainer trainer, BlockSelector selector, ProbeInputs inputs) {
    this.trainer = trainer;
    this.model = trainer.getModel();
    this.selector = selector;
    forward = new ForwardPass(trainer);
    mode = inputs.haveLabels() ? ForwardPass.Mode.LABELS : ForwardPass.Mode.EVALUATION;
    this.inputs = inputs.to(trainer.getManager(), trainer.getDevices()[0]);
    look();
  }

  ForwardPass.Mode mode() {
    return mode;
  }

  /** Runs the network as for training from now on, which must leave no trace all the same. */
  void train() {
    mode = ForwardPass.Mode.TRAINING;
  }

  /** Returns the chosen blocks that no hook can reach, with the reasons. */
  List<LeftOut> unreachable() {
    return unreachable;
  }

  /** Returns the paths of the chosen blocks that hooks can reach. */
  List<String> paths() {
    return observing.stream().map(site -> site.node().path()).toList();
  }

  /** Returns the blocks of the network by path, as they were at the last look. */
  Map<String, BlockNode> nodes() {
    Map<String, BlockNode> byPath = new HashMap<>();
    nodes.forEach(node -> byPath.putIfAbsent(node.path(), node));
    return byPath;
  }

  /**
   * Looks at the network as it is now, since its owner may have replaced blocks.
   *
   * @return whether it changed since the last look
   */
  boolean look() {
    List<BlockNode> now = BlockNode.listWithRoot(model.getBlock());
    if (isSame(now, nodes)) {
      return false;
    }
    nodes = now;
    // Foreign code that a signal comes through might take it for a failure.
    mayEndEarly =
        nodes.stream()
            .filter(node -> !node.isLeaf())
            .allMatch(node -> node.block().getClass().getName().startsWith("ai.djl."));
    unreachable.clear();
    observing.clear();
    for (HookSite site : HookSite.of(nodes, selector, model)) {
      if (site.obstacle().isPresent()) {
        String reason = "no hook can take its place: " + site.obstacle().get();
        unreachable.add(new LeftOut(site.node().path(), reason));
      } else if (!leftAlone.contains(site.node().block())) {
        observing.add(site);
      }
    }
    evaluating.clear();
    evaluating.addAll(HookSite.of(nodes, BlockNode::isLeaf, model));
    evaluating.removeIf(site -> site.obstacle().isPresent());
    return true;
  }

  /** Compares blocks by identity, since their own equals is foreign. */
  private static boolean isSame(List<BlockNode> now, List<BlockNode> before) {
    if (now.size() != before.size()) {
      return false;
    }
    for (int i = 0; i < now.size(); i++) {
      BlockNode one = now.get(i);
      BlockNode other = before.get(i);
      if (one.block() != other.block()
          || one.parent() != other.parent()
          || !one.path().equals(other.path())) {
        return false;
      }
    }
    return true;
  }

  /** Runs on the probes, to the end or until the sink has seen everything. */
  void run(Sink receiver) {
    run(observing, false, receiver, outputs -> 0);
  }

  /** Runs on the probes to the end and tells one output of the network from another. */
  long outcome(Sink receiver) {
    return run(observing, false, receiver, ProbePass::checksum);
  }

  /** Runs on the probes as if nobody looked. */
  long bareOutcome() {
    return run(List.of(), false, null, ProbePass::checksum);
  }

  /** Runs on one probe more, the first once again. */
  void runOnOneMore(Sink receiver) {
    run(observing, true, receiver, outputs -> 0);
  }

  /**
   * Takes no hooks any more to the blocks whose parents do something else where one stands, such as
   * looking a block up in a map, or asking for its class.
   *
   * @param bare what comes out as if nobody looked
   * @return the paths of these blocks
   */
  List<String> leaveAloneWhereHooksDisturb(long bare) {
    List<HookSite> disturbing = observing.stream().filter(site -> disturbs(site, bare)).toList();
    disturbing.forEach(site -> leftAlone.add(site.node().block()));
    observing.removeAll(disturbing);
    return disturbing.stream().map(site -> site.node().path()).toList();
  }

  private boolean disturbs(HookSite site, long bare) {
    try {
      return run(List.of(site), false, (path, name, output) -> false, ProbePass::checksum) != bare;
    } catch (RuntimeException | Error e) {
      return true;
    }
  }

  private static long checksum(NDList outputs) {
    long checksum = 1;
    for (NDArray output : outputs) {
      try {
        checksum = 31 * checksum + NativeCopies.checksum(output);
      } catch (RuntimeException e) {
        checksum *= 31; // an output that cannot be read
      }
    }
    return checksum;
  }

  private long run(
      List<HookSite> observers, boolean oneMore, Sink receiver, ToLongFunction<NDList> result) {
    calls.clear();
    sink = receiver;
    passing = Thread.currentThread();
    BlockState state = BlockState.of(nodes);
    try (NDManager pass = trainer.getManager().newSubManager(trainer.getDevices()[0]);
        Hooks hooks = new Hooks()) {
      observers.forEach(site -> hooks.add(site.attach(this::observe)));
      if (mode != ForwardPass.Mode.EVALUATION) {
        evaluating.forEach(site -> hooks.add(site.attach(NOBODY, this::isPassing)));
      }
      NDList data = inputs.data(pass, oneMore);
      NDList outputs = forward.run(mode, data, inputs.labels(pass, oneMore));
      return result.applyAsLong(outputs);
    } catch (Complete e) {
      // What comes after the last layer that is recorded need not be computed.
      return 0;
    } finally {
      passing = null;
      sink = null;
      state.restore();
    }
  }

  /** The hooks that stand in the network, in a pass. */
  private static final class Hooks implements AutoCloseable {
    private final List<HookHandle> handles = new ArrayList<>();

    void add(HookHandle handle) {
      handles.add(handle);
    }

    @Override
    public void close() {
      for (int i = handles.size() - 1; i >= 0; i--) {
        handles.get(i).close();
      }
    }
  }

  private boolean isPassing() {
    return Thread.currentThread() == passing;
  }

  private void observe(String path, NDList ignored, NDList outputs) {
    if (!isPassing() || sink == null) {
      return; // a pass of somebody else's
    }
    int call = calls.merge(path, 1, Integer::sum);
    for (int i = 0; outputs != null && i < outputs.size(); i++) {
      if (outputs.get(i) == null) {
        continue;
      }
      String name = path + (call > 1 ? "#" + call : "") + (i > 0 ? ":" + i : "");
      if (sink.accept(path, name, outputs.get(i))) {
        sink = null;
        if (mayEndEarly) {
          throw new Complete();
        }
        return;
      }
    }
  }

  @Override
  public void close() {
    inputs.close();
  }
}
