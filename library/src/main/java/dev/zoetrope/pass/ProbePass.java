package dev.zoetrope.pass;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
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
 * Runs a network on the probes and passes on the outputs of the chosen blocks. Hooks are attached
 * only during a pass. A pass frees its native memory at its end; only the probes themselves stay on
 * the device.
 */
public final class ProbePass implements AutoCloseable {

  /** Receives each output on the thread of the pass and must not keep it. */
  public interface Sink {

    /**
     * Receives an output.
     *
     * @param path the block's path
     * @param name the layer's name: the path, with {@code #2} and so on for later calls, and {@code
     *     :1} and so on for further outputs
     * @return whether the pass may end, since everything needed has been seen
     */
    boolean accept(String path, String name, NDArray output);
  }

  /** Ends a pass early, once everything needed has been seen. */
  private static final class Complete extends RuntimeException {
    private static final long serialVersionUID = 1;

    Complete() {
      super("nothing more to capture", null, false, false);
    }
  }

  private static final ForwardObserver NOBODY = (path, inputs, outputs) -> {};

  private final Network network;
  private final BlockSelector selector;
  private final ForwardPass forward;
  private PassInputs inputs;
  private final Map<String, Integer> calls = new HashMap<>();
  private final List<HookSite> observing = new ArrayList<>();
  private final List<HookSite> evaluating = new ArrayList<>();
  private final List<LeftOut> unreachable = new ArrayList<>();
  private final Set<Block> leftAlone = Collections.newSetFromMap(new IdentityHashMap<>());
  private List<BlockNode> nodes = List.of();
  private boolean mayEndEarly;
  private boolean seesReturned;
  private RunMode mode;
  private volatile Thread passing;
  private Sink sink;

  /**
   * Prepares to run a network.
   *
   * @param selector chooses the blocks whose outputs are passed on
   * @param inputs what to run it on; closed with this object
   */
  public ProbePass(Network network, BlockSelector selector, PassInputs inputs) {
    this.network = network;
    this.selector = selector;
    this.inputs = inputs;
    forward = new ForwardPass(network);
    mode = inputs.haveLabels() ? RunMode.LABELS : RunMode.EVALUATION;
    look();
  }

  /** Returns how the network is run. */
  public RunMode mode() {
    return mode;
  }

  /** Runs the network in training mode from now on; it must still leave no trace. */
  void train() {
    mode = RunMode.TRAINING;
  }

  /** Returns the chosen blocks that cannot be hooked, with the reasons. */
  List<LeftOut> unreachable() {
    return unreachable;
  }

  /** Returns the paths of the chosen blocks that can be hooked. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    observing.forEach(site -> paths.add(site.node().path()));
    if (seesReturned) {
      paths.add(BlockNode.ROOT);
    }
    return paths;
  }

  /** Returns the blocks of the network by path, as of the last {@link #look}. */
  public Map<String, BlockNode> nodes() {
    Map<String, BlockNode> byPath = new HashMap<>();
    nodes.forEach(node -> byPath.putIfAbsent(node.path(), node));
    return byPath;
  }

  /**
   * Lists the network's blocks again, since the training program may have replaced some.
   *
   * @return whether the network has changed since the last look
   */
  public boolean look() {
    List<BlockNode> now = BlockNode.listWithRoot(network.root());
    if (isSame(now, nodes)) {
      return false;
    }
    nodes = now;
    // Only through DJL's own code: other blocks might mistake the signal for a failure.
    mayEndEarly =
        nodes.stream()
            .filter(node -> !node.isLeaf())
            .allMatch(node -> node.block().getClass().getName().startsWith("ai.djl."));
    unreachable.clear();
    observing.clear();
    // No hook can take the place of a root that no model holds.
    seesReturned = network.model() == null && selector.selects(nodes.get(0));
    for (HookSite site : HookSite.of(nodes, selector, network.model())) {
      if (site.obstacle().isPresent()) {
        String reason = "no hook can take its place: " + site.obstacle().get();
        unreachable.add(new LeftOut(site.node().path(), reason));
      } else if (!leftAlone.contains(site.node().block())) {
        observing.add(site);
      }
    }
    evaluating.clear();
    evaluating.addAll(HookSite.of(nodes, BlockNode::isLeaf, network.model()));
    evaluating.removeIf(site -> site.obstacle().isPresent());
    return true;
  }

  /** Compares blocks by identity, since their {@code equals} is unknown code. */
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

  /** Runs the network on other inputs from now on. The caller closes the former ones. */
  public void feed(PassInputs others) {
    inputs = others;
  }

  /** Runs the network on the probes, to the end or until the sink has seen everything. */
  public void run(Sink receiver) {
    run(observing, false, receiver, outputs -> 0);
  }

  /** Runs the network on the probes to the end and returns a checksum of its outputs. */
  long outcome(Sink receiver) {
    return run(observing, false, receiver, ProbePass::checksum);
  }

  /** Runs the network on the probes without hooks and returns a checksum of its outputs. */
  long bareOutcome() {
    return run(List.of(), false, null, ProbePass::checksum);
  }

  /** Runs the network on one probe more, by repeating the first. */
  void runOnOneMore(Sink receiver) {
    run(observing, true, receiver, outputs -> 0);
  }

  /**
   * Stops hooking blocks whose parents compute something different when a hook is in place, for
   * example because they look the block up in a map or check its class.
   *
   * @param bare the checksum of the outputs without hooks
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
        checksum *= 31; // this output cannot be read
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
    try (NDManager pass = network.newManager();
        Hooks hooks = new Hooks()) {
      observers.forEach(site -> hooks.add(site.attach(this::observe)));
      if (mode != RunMode.EVALUATION) {
        evaluating.forEach(site -> hooks.add(site.attach(NOBODY, this::isPassing)));
      }
      NDList data = inputs.data(pass, oneMore);
      NDList outputs = forward.run(mode, data, inputs.labels(pass, oneMore));
      long returned = result.applyAsLong(outputs);
      if (seesReturned && observers == observing) {
        observe(BlockNode.ROOT, data, outputs);
      }
      return returned;
    } catch (Complete e) {
      // Nothing after the last recorded layer needs to be computed.
      return 0;
    } finally {
      passing = null;
      sink = null;
      state.restore();
    }
  }

  /** The hooks that are attached during a pass. */
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
      return; // not a pass of the recorder
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
