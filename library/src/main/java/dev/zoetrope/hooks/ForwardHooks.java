package dev.zoetrope.hooks;

import ai.djl.Model;
import ai.djl.nn.Block;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds forward hooks, which DJL lacks: an observer is called whenever chosen blocks run.
 *
 * <pre>{@code
 * try (HookHandle hooks =
 *     ForwardHooks.on(block)
 *         .select(BlockSelector.ofType(Conv2d.class))
 *         .observe((path, inputs, outputs) -> System.out.println(path + outputs.getShapes()[0]))) {
 *   trainer.forward(data);
 * }
 * }</pre>
 *
 * <p>A hook takes the block's place wherever the network keeps it: in the list of children, in
 * fields of blocks, and in lists, maps, arrays and helper objects in such fields. It passes
 * everything on, so parameter names, saved bytes and loading stay as they are. Attaching and
 * detaching is one store for each reference; other threads may run the network meanwhile.
 *
 * <p>What an engine runs as a whole, such as a TorchScript module, has no blocks inside: a hook on
 * it sees its inputs and outputs, and the log says so.
 *
 * <p>While hooks are attached, {@code getChildren()} shows them. Each is an instance of a subclass
 * of its block's class where there can be one, so code that asks for a type finds it. A block that
 * only a lambda expression knows fires only when its parent calls it.
 */
public final class ForwardHooks {

  private static final Logger LOGGER = System.getLogger(ForwardHooks.class.getName());

  private final Model model;
  private final Block root;
  private final BlockSelector selector;

  private ForwardHooks(Model model, Block root, BlockSelector selector) {
    this.model = model;
    this.root = root;
    this.selector = selector;
  }

  /**
   * Starts on a network whose root nobody can take the place of; every block below the root is
   * chosen until {@link #select} says less.
   */
  public static ForwardHooks on(Block root) {
    return new ForwardHooks(null, HookedBlock.unwrap(root), BlockSelector.all());
  }

  /**
   * Starts on a model's network, the root included, whose path is {@value BlockNode#ROOT}. A hook
   * on the root fires for whoever gets the block from the model after it is attached, as trainers
   * and predictors do.
   */
  public static ForwardHooks on(Model model) {
    return new ForwardHooks(model, HookedBlock.unwrap(model.getBlock()), BlockSelector.all());
  }

  /** Returns hooks on the chosen blocks of the same network. */
  public ForwardHooks select(BlockSelector chosen) {
    return new ForwardHooks(model, root, chosen);
  }

  /**
   * Attaches. Where a chosen block's parent is used in several places, the block is hooked once,
   * under the first of its paths, and fires several times in a pass.
   *
   * @throws IllegalArgumentException if no block is chosen, or one cannot be reached; the message
   *     names each with the reason, and nothing is attached
   */
  public HookHandle observe(ForwardObserver observer) {
    List<HookHandle> attached = new ArrayList<>();
    sites().forEach(site -> attached.add(site.attach(observer)));
    return new Attached(attached);
  }

  private List<HookSite> sites() {
    List<BlockNode> nodes = BlockNode.listWithRoot(root);
    List<HookSite> sites = HookSite.of(nodes, selector, model);
    if (sites.isEmpty()) {
      throw new IllegalArgumentException(
          "no block is chosen; the network has "
              + (nodes.size() == 1
                  ? "none below its root"
                  : String.join(", ", nodes.stream().skip(1).map(BlockNode::path).toList()))
              + CompiledModels.advice(nodes).map(" — "::concat).orElse(""));
    }
    CompiledModels.advice(sites.stream().map(HookSite::node).toList())
        .ifPresent(advice -> LOGGER.log(Logger.Level.INFO, advice));
    List<String> obstacles = new ArrayList<>();
    for (HookSite site : sites) {
      site.obstacle().ifPresent(reason -> obstacles.add(site.node().path() + " (" + reason + ")"));
    }
    if (!obstacles.isEmpty()) {
      throw new IllegalArgumentException(
          "no hook can take the place of "
              + String.join("; ", obstacles)
              + ". Choose the blocks inside or around them instead; BlockSelector.reachable() leaves such"
              + " blocks out");
    }
    return sites;
  }

  private static final class Attached implements HookHandle {
    private final List<HookHandle> handles;
    private boolean closed;

    Attached(List<HookHandle> handles) {
      this.handles = List.copyOf(handles);
    }

    @Override
    public List<String> paths() {
      return handles.stream().flatMap(handle -> handle.paths().stream()).toList();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        handles.forEach(HookHandle::close);
      }
    }
  }
}
