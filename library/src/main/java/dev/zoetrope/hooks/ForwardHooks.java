package dev.zoetrope.hooks;

import ai.djl.Model;
import ai.djl.nn.Block;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.List;

/**
 * Adds forward hooks, which DJL lacks: an observer is called each time a chosen block runs.
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
 * <p>A hook replaces the block wherever the network refers to it: in the list of children, in
 * fields of blocks, and in lists, maps, arrays and helper objects in such fields. It delegates
 * every call to the block, so parameter names, saving and loading do not change. Attaching and
 * detaching write each reference once, so other threads may run the network at the same time.
 *
 * <p>A model that the engine runs as a whole, such as a TorchScript module, has no blocks inside: a
 * hook on it sees only its inputs and outputs, and a log message says so.
 *
 * <p>While hooks are attached, {@code getChildren()} returns them instead of the blocks. If
 * possible, a hook is an instance of a subclass of its block's class, so that casts and {@code
 * instanceof} still work. A hook does not see calls by a lambda expression that has captured the
 * block.
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
   * Hooks the blocks below this root, but not the root itself. All of them are chosen unless {@link
   * #select} is called.
   */
  public static ForwardHooks on(Block root) {
    return new ForwardHooks(null, HookedBlock.unwrap(root), BlockSelector.all());
  }

  /**
   * Hooks the blocks of a model, which can include the root; its path is {@value BlockNode#ROOT}. A
   * hook on the root sees the calls of code that gets the block from the model while the hook is
   * attached, as trainers and predictors do.
   */
  public static ForwardHooks on(Model model) {
    return new ForwardHooks(model, HookedBlock.unwrap(model.getBlock()), BlockSelector.all());
  }

  /** Returns a copy that hooks only the chosen blocks. */
  public ForwardHooks select(BlockSelector chosen) {
    return new ForwardHooks(model, root, chosen);
  }

  /**
   * Attaches the hooks. If the parent of a chosen block is used in several places, the block is
   * hooked once, under its first path, and the observer is called several times in each pass.
   *
   * @throws IllegalArgumentException if no block is chosen, or a chosen block cannot be hooked; the
   *     message names each such block with the reason, and nothing is attached
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
              + ". Choose the blocks inside or around them instead; BlockSelector.reachable() leaves these blocks out");
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
