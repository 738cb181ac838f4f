package dev.zoetrope.capture;

import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.BlockList;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

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
 * <p>A hook takes the block's place in its parent's list of children and passes everything on, so
 * parameter names, saved bytes and loading stay as they are. Attach and detach while no other
 * thread runs the network. A block whose parent calls it through a field of its own, not through
 * its children, does not fire.
 */
public final class ForwardHooks {

  private static final Field CHILDREN = childrenField();

  private final Block root;
  private final BlockSelector selector;

  private ForwardHooks(Block root, BlockSelector selector) {
    this.root = root;
    this.selector = selector;
  }

  /** Starts on a network; every block below the root is chosen until {@link #select} says less. */
  public static ForwardHooks on(Block root) {
    return new ForwardHooks(HookedBlock.unwrap(root), Blocks.all());
  }

  /** Returns hooks on the chosen blocks of the same network. */
  public ForwardHooks select(BlockSelector chosen) {
    return new ForwardHooks(root, chosen);
  }

  /**
   * Attaches.
   *
   * @throws IllegalArgumentException if no block is chosen, or one cannot be reached
   */
  public HookHandle observe(ForwardObserver observer) {
    List<BlockNode> chosen = BlockNode.list(root).stream().filter(selector::selects).toList();
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException(
          "no block is chosen; the network has "
              + String.join(", ", BlockNode.list(root).stream().map(BlockNode::path).toList()));
    }
    List<String> unreachable =
        chosen.stream().filter(node -> !node.isReachable()).map(BlockNode::path).toList();
    if (!unreachable.isEmpty()) {
      throw new IllegalArgumentException(
          "these blocks' parents do not let them be replaced: " + String.join(", ", unreachable));
    }
    List<Hook> hooks = new ArrayList<>();
    for (BlockNode node : chosen) {
      hooks.add(Hook.attach(node, observer));
    }
    return new Attached(hooks);
  }

  private record Hook(BlockNode node, HookedBlock hooked) {

    static Hook attach(BlockNode node, ForwardObserver observer) {
      BlockList children = children(node.parent());
      HookedBlock hooked = new HookedBlock(node.path(), observer, children.valueAt(node.index()));
      replace(children, node.index(), hooked);
      return new Hook(node, hooked);
    }

    /** Takes this hook out of the chain of hooks in its place, wherever in it it is. */
    void detach() {
      BlockList children = children(node.parent());
      Block current = children.valueAt(node.index());
      if (current == hooked) {
        replace(children, node.index(), hooked.target());
        return;
      }
      while (current instanceof HookedBlock outer) {
        if (outer.target() == hooked) {
          outer.target(hooked.target());
          return;
        }
        current = outer.target();
      }
    }
  }

  private static final class Attached implements HookHandle {
    private final List<Hook> hooks;
    private boolean closed;

    Attached(List<Hook> hooks) {
      this.hooks = List.copyOf(hooks);
    }

    @Override
    public List<String> paths() {
      return hooks.stream().map(hook -> hook.node.path()).toList();
    }

    @Override
    public void close() {
      if (!closed) {
        closed = true;
        hooks.forEach(Hook::detach);
      }
    }
  }

  private static void replace(BlockList children, int index, Block replacement) {
    String name = children.keyAt(index);
    children.remove(index);
    children.add(index, name, replacement);
  }

  /** Returns the live list, of which {@code getChildren()} gives only copies. */
  private static BlockList children(Block parent) {
    try {
      return (BlockList) CHILDREN.get(parent);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("made accessible below", e);
    }
  }

  private static Field childrenField() {
    try {
      Field field = AbstractBlock.class.getDeclaredField("children");
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("this version of DJL keeps child blocks elsewhere", e);
    }
  }
}
