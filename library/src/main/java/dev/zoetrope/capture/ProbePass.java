package dev.zoetrope.capture;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Block;
import ai.djl.training.Trainer;
import dev.zoetrope.capture.HookedBlock.Hook;
import dev.zoetrope.recording.LeftOut;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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

  /** A hook and the place it goes to. */
  private record Placed(HookSite site, Hook hook) {}

  private final Model model;
  private final Trainer trainer;
  private final BlockSelector selector;
  private final ForwardPass forward;
  private final ProbeInputs.OnDevice inputs;
  private final Map<String, Integer> calls = new HashMap<>();
  private final List<Placed> observing = new ArrayList<>();
  private final List<Placed> evaluating = new ArrayList<>();
  private final List<LeftOut> unreachable = new ArrayList<>();
  private final IdentityHashMap<Block, String> leftAlone = new IdentityHashMap<>();
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
    return observing.stream().map(placed -> placed.hook.path()).toList();
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
    place(selector, observing, path -> new Hook(path, this::observe));
    unreachable.clear();
    observing.removeIf(placed -> isObstructed(placed, unreachable));
    observing.removeIf(placed -> leftAlone.containsKey(placed.site.node().block()));
    place(
        BlockNode::isLeaf,
        evaluating,
        path -> new Hook(path, (p, in, out) -> {}, () -> Thread.currentThread() == passing));
    evaluating.removeIf(placed -> placed.site.obstacle().isPresent());
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

  private interface HookMaker {
    Hook make(String path);
  }

  private void place(BlockSelector chosen, List<Placed> into, HookMaker maker) {
    into.clear();
    HookSite.of(nodes, chosen, model)
        .forEach(site -> into.add(new Placed(site, maker.make(site.node().path()))));
  }

  private static boolean isObstructed(Placed placed, List<LeftOut> into) {
    placed
        .site
        .obstacle()
        .ifPresent(
            reason ->
                into.add(new LeftOut(placed.hook.path(), "no hook can take its place: " + reason)));
    return placed.site.obstacle().isPresent();
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
    List<Placed> disturbing = new ArrayList<>();
    for (Placed placed : observing) {
      if (disturbs(placed, bare)) {
        disturbing.add(placed);
        leftAlone.put(placed.site.node().block(), placed.hook.path());
      }
    }
    observing.removeAll(disturbing);
    return disturbing.stream().map(placed -> placed.hook.path()).toList();
  }

  private boolean disturbs(Placed placed, long bare) {
    try {
      return run(List.of(placed), false, (path, name, output) -> false, ProbePass::checksum)
          != bare;
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
      List<Placed> observers, boolean oneMore, Sink receiver, ToLongFunction<NDList> result) {
    calls.clear();
    sink = receiver;
    passing = Thread.currentThread();
    BlockState state = BlockState.of(nodes);
    try (NDManager pass = trainer.getManager().newSubManager(trainer.getDevices()[0]);
        Hooks hooks = new Hooks()) {
      hooks.attach(observers);
      if (mode != ForwardPass.Mode.EVALUATION) {
        hooks.attach(evaluating);
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
    private final List<Runnable> detaching = new ArrayList<>();

    void attach(List<Placed> placed) {
      for (Placed each : placed) {
        HookedBlock hooked = each.site.attach(each.hook);
        detaching.add(() -> hooked.remove(each.hook));
      }
    }

    @Override
    public void close() {
      for (int i = detaching.size() - 1; i >= 0; i--) {
        detaching.get(i).run();
      }
    }
  }

  private void observe(String path, NDList ignored, NDList outputs) {
    if (Thread.currentThread() != passing || sink == null) {
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
