package dev.zoetrope.capture;

import ai.djl.Model;
import ai.djl.nn.Block;
import dev.zoetrope.capture.HookedBlock.Hook;
import java.lang.System.Logger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * Forward hooks, which DJL has none of: an observer is called whenever chosen blocks run.
 *
 * <pre>{@code
 * try (HookHandle hooks =
 *     ForwardHooks.on(block)
 *         .select(Blocks.ofType(Conv2d.class))
 *         .observe((path, inputs, outputs) -> System.out.println(path + outputs.getShapes()[0]))) {
 *   trainer.forward(data);
 * }
 * }</pre>
 *
 * <p>A hook takes the block's place wherever its parent keeps it: in the list of children and in
 * fields of the parent's own. It passes everything on, so parameter names, saved bytes and loading
 * stay as they are. Attach and detach while no other thread runs the network.
 *
 * <p>What an engine runs as a whole, such as a TorchScript module, has no blocks inside: a hook on
 * it sees its inputs and outputs, and the log says so.
 *
 * <p>{@code getChildren()} shows the hooks while they are attached. A block that is called by
 * others than its parent fires only when the parent calls it.
 */
public final class ForwardHooks {

  private static final Logger LOGGER = System.getLogger(ForwardHooks.class.getName());

  private final Object holder;
  private final Block root;
  private final BlockSelector selector;

  private ForwardHooks(Object holder, Block root, BlockSelector selector) {
    this.holder = holder;
    this.root = root;
    this.selector = selector;
  }

  /**
   * Starts on a network whose root nobody can take the place of; every block below the root is
   * chosen until {@link #select} says less.
   */
  public static ForwardHooks on(Block root) {
    return new ForwardHooks(null, HookedBlock.unwrap(root), Blocks.all());
  }

  /**
   * Starts on a model's network, the root included, whose path is {@value BlockNode#ROOT}. A hook
   * on the root fires for whoever gets the block from the model after it is attached, as trainers
   * and predictors do.
   */
  public static ForwardHooks on(Model model) {
    return new ForwardHooks(model, HookedBlock.unwrap(model.getBlock()), Blocks.all());
  }

  /** Returns hooks on the chosen blocks of the same network. */
  public ForwardHooks select(BlockSelector chosen) {
    return new ForwardHooks(holder, root, chosen);
  }

  /**
   * Attaches. Where a chosen block's parent is used in several places, the block is hooked once,
   * under the first of its paths, and fires several times in a pass.
   *
   * @throws IllegalArgumentException if no block is chosen, or one cannot be reached; the message
   *     names each with the reason, and nothing is attached
   */
  public HookHandle observe(ForwardObserver observer) {
    List<HookSite> sites = sites();
    List<Attachment> attached = new ArrayList<>();
    for (HookSite site : sites) {
      Hook hook = new Hook(site.node().path(), observer);
      HookedBlock hooked = site.hooked();
      hooked.add(hook);
      attached.add(new Attachment(hooked, hook));
    }
    return new Attached(attached);
  }

  private List<HookSite> sites() {
    List<BlockNode> nodes = holder == null ? BlockNode.list(root) : BlockNode.listWithRoot(root);
    List<BlockNode> chosen = nodes.stream().filter(selector::selects).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "no block is chosen; the network has "
              + (nodes.isEmpty()
                  ? "none below its root"
                  : String.join(", ", nodes.stream().map(BlockNode::path).toList()))
              + CompiledModels.advice(BlockNode.listWithRoot(root)).map(" — "::concat).orElse(""));
    }
    CompiledModels.advice(chosen).ifPresent(advice -> LOGGER.log(Logger.Level.INFO, advice));
    IdentityHashMap<Block, Set<Integer>> places = new IdentityHashMap<>();
    List<HookSite> sites = new ArrayList<>();
    List<String> obstacles = new ArrayList<>();
    for (BlockNode node : chosen) {
      if (node.parent() == null
          || places.computeIfAbsent(node.parent(), p -> new HashSet<>()).add(node.index())) {
        HookSite site = HookSite.of(node, node.parent() == null ? holder : node.parent());
        site.obstacle().ifPresent(reason -> obstacles.add(node.path() + " (" + reason + ")"));
        sites.add(site);
      }
    }
    if (!obstacles.isEmpty()) {
      throw new IllegalArgumentException(
          "no hook can take the place of "
              + String.join("; ", obstacles)
              + ". Choose the blocks inside or around them instead; Blocks.reachable() leaves such"
              + " blocks out");
    }
    return sites;
  }

  private record Attachment(HookedBlock hooked, Hook hook) {}

  private static final class Attached implements HookHandle {
    private final List<Attachment> attachments;
    private boolean closed;

    Attached(List<Attachment> attachments) {
      this.attachments = List.copyOf(attachments);
    }

    @Override
    public List<String> paths() {
      return attachments.stream().map(attachment -> attachment.hook().path()).toList();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        attachments.forEach(attachment -> attachment.hooked().remove(attachment.hook()));
      }
    }
  }
}
